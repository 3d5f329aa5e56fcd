from articles.models.acts import EditorialAct
from articles.models.article import BEFORE_PUBLICATION, ON_THE_SITE, Article, OutsideLink, Status
from articles.models.author import Author
from articles.models.corrections import Correction
from articles.models.photo import ArticleFigure, ArticlePhoto, Photo, PhotoText
from articles.models.revisions import Revision, Sitting, UpdateState, WorkingPhoto
from articles.models.search import SearchEntry, SearchText
from articles.models.searches import EditorsPick, SearchedQuery
from articles.models.timelines import ArticleTag, ArticleTopic, Authorship, Timeline
from articles.models.vocabulary import VocabularyLetter, VocabularyWord
from articles.models.wire import WireItem

__all__ = [
    "BEFORE_PUBLICATION",
    "ON_THE_SITE",
    "Article",
    "ArticleFigure",
    "ArticlePhoto",
    "ArticleTag",
    "ArticleTopic",
    "Author",
    "Authorship",
    "Correction",
    "EditorialAct",
    "EditorsPick",
    "OutsideLink",
    "Photo",
    "PhotoText",
    "Revision",
    "SearchEntry",
    "SearchText",
    "SearchedQuery",
    "Sitting",
    "Status",
    "Timeline",
    "UpdateState",
    "VocabularyLetter",
    "VocabularyWord",
    "WireItem",
    "WorkingPhoto",
]
