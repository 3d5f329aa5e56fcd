"""What an open form of an article says to the site while somebody sits at it, and what it gets to know.

The part in the browser is ``static/desk/sitting.js``. Without a script nothing here is asked for, and the form saves as
it always does.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.article_content import typed_content
from articles.admin.article_form import RESUMED
from articles.caching import personal
from articles.models import Article, Sitting
from articles.revisions.saving import shown
from articles.revisions.sittings import around, be_present, finish, name_of, take_over
from articles.workflow import may_edit

LONGEST_FORM = 3_000_000
NOT_KEPT = ("csrfmiddlewaretoken", "typed")


def as_token(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


class Sittings:
    """Presence, autosave, taking over and going on, for an article admin."""

    def get_urls(self):
        pages = [
            ("sitting/", require_http_methods(["GET", "POST"])(self.sit), "sitting"),
            ("sitting/<uuid:token>/resume/", require_POST(self.resume), "resume"),
            ("sitting/<uuid:token>/discard/", require_POST(self.discard), "discard"),
        ]
        taken = self.admin_site.admin_view(require_POST(self.take_form_over))
        return [
            *(
                path(f"{start}{route}", self.admin_site.admin_view(personal(view)), name=f"articles_article_{name}")
                for start in ("", "<int:object_id>/")
                for route, view, name in pages
            ),
            path("<int:object_id>/sitting/<uuid:token>/take-over/", taken, name="articles_article_take_over"),
            *super().get_urls(),
        ]

    def sit(self, request, object_id: int | None = None):
        """Note that somebody is there, and with ``typed`` keep the form; answers with what there is to tell them."""
        article = self.for_writing(request, object_id)
        if request.method == "GET":  # is one still signed in? The answer brings a token that the next POST may use.
            return TemplateResponse(request, "admin/articles/article/sitting.html", {"csrf": get_token(request)})
        token = as_token(request.POST.get("sitting", ""))
        if token is None:
            return HttpResponse(status=400)
        data = None
        if "typed" in request.POST:
            data = {
                name: [value.replace("\x00", "") for value in values]
                for name, values in request.POST.lists()
                if name not in NOT_KEPT and "\x00" not in name
            }
            if sum(map(len, (value for values in data.values() for value in values))) > LONGEST_FORM:
                return HttpResponse(status=413)
        sitting = be_present(token, user=request.user, article=article, data=data)
        based_on = request.POST.get("based_on", "")
        context = self.what_is_around(request, article, sitting=sitting, based_on=based_on) | {
            "csrf": get_token(request)
        }
        return TemplateResponse(request, "admin/articles/article/sitting.html", context)

    def what_is_around(
        self, request, article: Article | None, *, sitting: Sitting | None = None, based_on: str = ""
    ) -> dict:
        """Who else is there, whether the story has been saved meanwhile, and what the same person left unsaved."""
        newer = None
        if article and based_on.partition("-")[0] not in {"", str(article.newest_revision)}:
            # The first revision is often what the story said before anybody edited it.
            saved = article.revisions.for_list().exclude(number=1, created_by=None)
            newer = saved.filter(number=article.newest_revision).first()
        sittings = around(article, request.user, apart_from=sitting and sitting.token)
        return {
            "article": article,
            "others": sittings.others,
            "newer": newer,
            "taken_over_by": sitting and sitting.taken_over_by,
            "unfinished": sittings.unfinished,
        }

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, stored = context["adminform"].form, obj if obj and obj.pk else None
        if may_edit(request.user, stored) if stored else self.has_add_permission(request):
            token = as_token(str(form["sitting"].value() or ""))
            said = self.what_is_around(request, stored, sitting=Sitting(token=token) if token else None)
            address = reverse("admin:articles_article_sitting", args=[stored.pk] if stored else [])
            context |= {"sitting_url": address, "around": said}
        if RESUMED in request.POST:
            context["errors"] = None  # nobody has done anything wrong
            context["resumed"] = True
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _own_sitting(self, request, article: Article | None, token: uuid.UUID) -> Sitting:
        sitting = Sitting.objects.filter(token=token, user=request.user, article=article).first()
        if sitting is None:
            raise Http404
        return sitting

    def resume(self, request, token: uuid.UUID, object_id: int | None = None):
        """The form with what somebody had typed in it and not saved."""
        article = self.for_writing(request, object_id)
        sitting = self._own_sitting(request, article, token)
        len(request.FILES)  # What was sent is read now: later it would take the place of what is put there.
        request.POST = as_query(sitting)
        request.POST[RESUMED] = "1"
        address = reverse("admin:articles_article_change", args=[article.pk]) if article else None
        address = address or reverse("admin:articles_article_add")
        return self.changeform_view(request, str(article.pk) if article else None, form_url=address)

    def discard(self, request, token: uuid.UUID, object_id: int | None = None):
        """Throw away what somebody had typed in an earlier sitting."""
        article = self.for_writing(request, object_id)
        finish(token, request.user)
        self.message_user(request, _t("The unsaved text is gone."), messages.INFO)
        return HttpResponseRedirect(self._form_of(article))

    def take_form_over(self, request, object_id: int, token: uuid.UUID):
        """Keep the unsaved text of somebody else as a revision, and tell them."""
        article = self.for_writing(request, object_id)
        sitting = Sitting.objects.filter(token=token, article=article).select_related("user", "article").first()
        if sitting is None or sitting.taken_over_by_id:
            self.message_user(request, _t("Nobody else is at this form any more."), messages.INFO)
            return HttpResponseRedirect(self._form_of(article))
        content = kept_text(sitting) if sitting.typed_at else None
        revision = take_over(sitting, by=request.user, content=content)
        words = {"name": name_of(sitting.user), "number": revision and revision.number}
        if revision:
            said = _t("You have taken over from %(name)s. What they had not saved is revision %(number)s.") % words
        else:
            said = _t("You have taken over from %(name)s, who had nothing unsaved.") % words
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(self._form_of(article))

    def _form_of(self, article: Article | None) -> str:
        if article is None:
            return reverse("admin:articles_article_add")
        return reverse("admin:articles_article_change", args=[article.pk])


def as_query(sitting: Sitting) -> QueryDict:
    """What was typed in a sitting as a browser would send it."""
    data = QueryDict(mutable=True)
    for name, values in sitting.data.items():
        data.setlist(name, values)
    return data


def kept_text(sitting: Sitting) -> dict:
    """What was typed in a sitting at a stored article, as the content of a revision."""
    return typed_content(as_query(sitting), shown(sitting.article).content)
