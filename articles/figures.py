"""Which photographs stand in the text of which article, as rows that the database looks up and protects."""

from __future__ import annotations

from collections.abc import Collection

from articles.body import picture_digests
from articles.models import Article, ArticleFigure, Photo


def note_figures(articles: Collection[Article]) -> None:
    """Make the rows say what the stored texts of ``articles`` show: one query where nothing is shown or was.

    Called whenever articles are indexed, inside the transaction that stores their texts. A photograph that is noted
    cannot be deleted by somebody else at the same moment.
    """
    wanted = {(article.pk, digest) for article in articles for digest in picture_digests(article.body)}
    rows = ArticleFigure.objects.filter(article__in=[article.pk for article in articles])
    noted = {(article, digest): pk for pk, article, digest in rows.values_list("pk", "article", "photo__digest")}
    if gone := [pk for key, pk in noted.items() if key not in wanted]:
        ArticleFigure.objects.filter(pk__in=gone).delete()
    if new := sorted(wanted - noted.keys()):
        # Locked, so that whoever deletes one of them waits, and is then refused.
        photos = Photo.objects.filter(digest__in={digest for _, digest in new}).order_by("pk")
        known = {photo.digest: photo for photo in photos.select_for_update(no_key=True).only("digest")}
        ArticleFigure.objects.bulk_create(
            [ArticleFigure(article_id=pk, photo=known[digest]) for pk, digest in new if digest in known],
            ignore_conflicts=True,
        )
