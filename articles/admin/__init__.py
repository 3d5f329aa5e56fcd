"""The editors' desk for articles and what belongs to them."""

from articles.admin.article import ArticleAdmin
from articles.admin.author import AuthorAdmin
from articles.admin.log import EditorialActAdmin
from articles.admin.photo import PhotoAdmin
from articles.admin.picks import EditorsPickAdmin
from articles.admin.searches import SearchedQueryAdmin
from articles.admin.tag import TagAdmin
from articles.admin.topic import TopicAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "EditorialActAdmin",
    "EditorsPickAdmin",
    "PhotoAdmin",
    "SearchedQueryAdmin",
    "TagAdmin",
    "TopicAdmin",
]
