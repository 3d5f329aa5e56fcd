"""The revisions of an article at the desk: their list, two of them side by side, a look at one, and restoring it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_POST, require_safe

from articles.admin.page import is_key
from articles.audit import record
from articles.caching import personal
from articles.models import Article, Revision, Status
from articles.revisions.applying import apply_content
from articles.revisions.comparing import compare
from articles.revisions.content import content_of
from articles.revisions.saving import lock, restore
from articles.views.article import render_article
from articles.workflow import may_edit

PER_PAGE = 50


class RevisionPages:
    """Pages about the texts of an article, for an article admin. Who may read the story may read all of them."""

    def get_urls(self):
        pages = [
            ("preview/", require_safe(self.preview), "preview"),
            ("preview/<int:page>/", require_safe(self.preview), "preview"),
            ("revisions/", require_safe(self.list_revisions), "revisions"),
            ("revisions/compare/", require_safe(self.compare_revisions), "compare"),
            ("revisions/<int:number>/", require_safe(self.preview), "revision"),
            ("revisions/<int:number>/page/<int:page>/", require_safe(self.preview), "revision"),
            ("revisions/<int:number>/restore/", require_POST(self.restore_revision), "restore"),
        ]
        return [
            *(
                path(f"<int:object_id>/{route}", self.admin_site.admin_view(view), name=f"articles_article_{name}")
                for route, view, name in pages
            ),
            *super().get_urls(),
        ]

    def _article(self, request, object_id: int) -> Article:
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = Article.objects.filter(pk=object_id).first()
        if article is None:
            raise Http404
        return article

    def _page(self, request, article: Article, template: str, **context):
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "may_edit": may_edit(request.user, article),
        }
        return TemplateResponse(request, f"admin/articles/article/{template}.html", context)

    def list_revisions(self, request, object_id: int):
        article = self._article(request, object_id)
        page = Paginator(article.revisions.for_list(), PER_PAGE).get_page(request.GET.get("p"))
        return self._page(
            request,
            article,
            "revisions",
            title=_t("Revisions"),
            page=page,
            live=article.revision_number if article.status == Status.PUBLISHED else 0,
        )

    def compare_revisions(self, request, object_id: int):
        """Two revisions by their numbers; without a number, the newest one and the one before the other."""
        article = self._article(request, object_id)
        newest = article.revisions.for_list().first()
        if newest is None:
            raise Http404
        asked = {name: request.GET.get(name, "") for name in ("from", "to")}
        to = int(asked["to"]) if is_key(asked["to"]) else newest.number
        since = int(asked["from"]) if is_key(asked["from"]) else max(to - 1, 1)
        found = {revision.number: revision for revision in article.revisions.filter(number__in={since, to})}
        if not {since, to} <= found.keys():
            raise Http404
        before, after = found[since], found[to]
        return self._page(
            request,
            article,
            "compare",
            title=_t("Revisions %(before)s and %(after)s") % {"before": before.number, "after": after.number},
            before=before,
            after=after,
            revisions=[before, after],
            differences=compare(before.content, after.content),
            is_inline=request.GET.get("view") == "inline",
        )

    def restore_revision(self, request, object_id: int, number: int):
        article = self._article(request, object_id)
        if not may_edit(request.user, article):
            raise PermissionDenied
        revision = article.revisions.filter(number=number).first()
        if revision is None:
            raise Http404
        form = HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        try:
            with transaction.atomic():
                saved = restore(article, revision, by=request.user)
                record("restore", article, by=request.user, details={"revision": revision.number})
        except ValidationError as error:
            for problem in error.messages:
                self.message_user(request, problem, messages.ERROR)
            return form
        for sentence in saved.missing:
            self.message_user(request, _t("%s It was left out.") % sentence, messages.WARNING)
        if saved.revision is None:
            self.message_user(request, _t("Revision %s is what the story says already.") % number, messages.INFO)
        elif saved.article.has_working_copy:
            said = _t("Revision %s is the working copy now. Readers see it after “Publish update”.")
            self.message_user(request, said % number, messages.SUCCESS)
        else:
            self.message_user(request, _t("Revision %s is restored.") % number, messages.SUCCESS)
        return form

    def preview(self, request, object_id: int, number: int | None = None, page: int = 1):
        """A page of the story as readers will see it: of its newest text, or of the revision ``number``."""
        article = self._article(request, object_id)
        if number is None and article.has_working_copy:
            number = article.newest_revision
        if number is None:
            return show_preview(request, article, page)
        revision = article.revisions.filter(number=number).first()
        if revision is None:
            raise Http404
        return show_revision(request, article, revision, page)


@personal
def show_preview(request, article: Article, page: int):
    article = Article.objects.for_page().get(pk=article.pk)
    return render_article(request, article, number=page, preview=True)


@personal
def show_revision(request, article: Article, revision: Revision, page: int):
    """The page that readers would get if ``revision`` were published: it is, and then everything is taken back."""
    with transaction.atomic():
        stored = lock(article)
        apply_content(stored, revision.content, present=content_of(stored))
        applied = Article.objects.for_page().get(pk=stored.pk)
        response = render_article(request, applied, number=page, preview=True)
        transaction.set_rollback(True)
    return response
