from articles.models.article import Article, OutsideLink, Status
from articles.models.author import Author
from articles.models.photo import ArticlePhoto, Photo
from articles.models.search import SearchEntry, SearchText
from articles.models.searches import EditorsPick, SearchedQuery
from articles.models.timelines import ArticleTag, ArticleTopic, Authorship, Timeline
from articles.models.vocabulary import VocabularyLetter, VocabularyWord
from articles.models.wire import WireItem

__all__ = [
    "Article",
    "ArticlePhoto",
    "ArticleTag",
    "ArticleTopic",
    "Author",
    "Authorship",
    "EditorsPick",
    "OutsideLink",
    "Photo",
    "SearchEntry",
    "SearchText",
    "SearchedQuery",
    "Status",
    "Timeline",
    "VocabularyLetter",
    "VocabularyWord",
    "WireItem",
]
