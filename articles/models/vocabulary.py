"""The words of the site's own stories, for readers who mistyped one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VocabularyWord(models.Model):
    """A folded word (``articles.words.fold``), and how many of the newest stories have it."""

    word = models.CharField(primary_key=True, max_length=64)
    stories = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("word of the vocabulary")
        verbose_name_plural = _("words of the vocabulary")

    def __str__(self):
        return self.word


class VocabularyLetter(models.Model):
    """A letter that words of the vocabulary are written with."""

    letter = models.CharField(primary_key=True, max_length=1)

    class Meta:
        verbose_name = _("letter of the vocabulary")
        verbose_name_plural = _("letters of the vocabulary")

    def __str__(self):
        return self.letter
