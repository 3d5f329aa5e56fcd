from articles.models.article import Article, OutsideLink, Status
from articles.models.author import Author
from articles.models.photo import ArticlePhoto, Photo
from articles.models.timelines import ArticleTag, ArticleTopic, Authorship, Timeline
from articles.models.wire import WireItem

__all__ = [
    "Article",
    "ArticlePhoto",
    "ArticleTag",
    "ArticleTopic",
    "Author",
    "Authorship",
    "OutsideLink",
    "Photo",
    "Status",
    "Timeline",
    "WireItem",
]
