"""The desk's page of the home page: its slots as they stand, and stories to put into them."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.moments import MomentField, said_moment
from articles.admin.page import LARGEST_KEY, is_key
from articles.models import Article
from newsportal.home.board import offers, read_board
from newsportal.home.models import BreakingBar, Placement
from newsportal.home.placing import ChangedMeanwhile, Moved, move, place, remove, set_end
from newsportal.home.slots import SLOTS, slot_name

RIGHTS = ["home.add_placement", "home.change_placement", "home.delete_placement"]


class SlotField(forms.TypedChoiceField):
    def __init__(self):
        super().__init__(coerce=int, choices=lambda: [(slot, slot_name(slot)) for slot in range(SLOTS)])


class ActForm(forms.Form):
    """What every act says: the story, and how much of the page its editor has seen."""

    article = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
    seen = forms.IntegerField(min_value=0, max_value=LARGEST_KEY)

    def act(self, by) -> str:
        """Do it; returns the sentence about it. Raises what ``placing`` does."""
        raise NotImplementedError

    def whole(self, by) -> dict:
        return {"by": by, "seen": self.cleaned_data["seen"]}


class PlaceForm(ActForm):
    slot = SlotField()

    def act(self, by) -> str:
        article = Article.objects.filter(pk=self.cleaned_data["article"]).only("headline", "status").first()
        if article is None:
            raise ValidationError(_t("There is no such story any more."))
        moved = place(article, slot=self.cleaned_data["slot"], **self.whole(by))
        said = said_place(moved)
        if moved.replaced:
            said += " " + _t("“%s” has left the slot.") % moved.replaced
        return said


class MoveForm(ActForm):
    to = SlotField()

    def act(self, by) -> str:
        return said_place(move(self.cleaned_data["article"], to=self.cleaned_data["to"], **self.whole(by)))


class RemoveForm(ActForm):
    def act(self, by) -> str:
        return _t("“%s” is removed: the stream fills the slot.") % remove(
            self.cleaned_data["article"], **self.whole(by)
        )


class EndForm(ActForm):
    until = MomentField(label=_("Until"), required=False)

    @property
    def story(self) -> int | None:
        """The number of the story, as it was sent or given."""
        return self.cleaned_data.get("article") if self.is_bound else self.initial["article"]

    def act(self, by) -> str:
        until = self.cleaned_data["until"]
        article = set_end(self.cleaned_data["article"], until=until, **self.whole(by))
        if until is None:
            return _t("“%s” stands until somebody removes it.") % article
        return _t("“%(story)s” stands until %(moment)s.") % {"story": article, "moment": said_moment(until)}


def said_place(moved: Moved) -> str:
    return _t("“%(story)s” stands in this slot now: %(slot)s.") % {
        "story": moved.article,
        "slot": slot_name(moved.slot),
    }


FORMS = {"place": PlaceForm, "move": MoveForm, "remove": RemoveForm, "end": EndForm}


@admin.register(Placement)
class HomePageAdmin(admin.ModelAdmin):
    """One page instead of a list and forms. Its state is in the address: ``q``, what is looked for among the stories,
    and ``end``, the placed story whose end is being changed."""

    def get_urls(self):
        return [path("", self.admin_site.admin_view(self.desk), name="home_placement_changelist")]

    def has_add_permission(self, request):
        return False  # rows are not added by a form

    def has_change_permission(self, request, obj=None):
        return request.user.has_perms(RIGHTS)

    def desk(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        form, status = None, 200
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            form = FORMS.get(request.POST.get("act"), ActForm)(request.POST)
            status = self.answer(request, form)
            if status == 302:
                return HttpResponseRedirect(self.way_back(request))
        return TemplateResponse(request, "admin/home/placement/desk.html", self.context(request, form), status=status)

    def answer(self, request, form: ActForm) -> int:
        """Do what ``form`` says and say so; returns the status of the answer: 302 when it was done."""
        if not form.is_valid() or type(form) is ActForm:
            if not form.has_error("until"):  # which stands beside its field
                self.message_user(request, _t("This form was not complete: nothing was done."), messages.ERROR)
            return 400
        try:
            self.message_user(request, form.act(request.user), messages.SUCCESS)
        except ChangedMeanwhile as error:
            said = _t(
                "%(who)s changed the home page at %(moment)s, after you had opened it: nothing was done. It stands as "
                "it is now. Please look, and do it again."
            )
            who, moment = error.page.changed_by or _t("Somebody"), said_moment(error.page.changed_at)
            self.message_user(request, said % {"who": who, "moment": moment}, messages.ERROR)
            return 409
        except ValidationError as error:
            if "until" in form.fields:
                form.add_error("until", error)
            else:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            return 400
        return 302

    def way_back(self, request) -> str:
        """This page as it was, but without the form that was sent."""
        query = request.GET.copy()
        query.pop("end", None)
        return request.path + (f"?{query.urlencode()}" if query else "")

    def context(self, request, form: ActForm | None) -> dict:
        board = read_board()
        text = request.GET.get("q", "")[:200]
        may_place = self.has_change_permission(request)
        end_form = self.end_form(request, board, form) if may_place else None
        return {
            **self.admin_site.each_context(request),
            "title": _("Home page"),
            "opts": self.opts,
            "board": board,
            "query": text,
            "offers": offers(board, text) if may_place else [],
            "slot_names": [(slot, slot_name(slot)) for slot in range(SLOTS)],
            "may_place": may_place,
            "end_form": end_form,
            "media": self.media + end_form.media if end_form else "",
            "may_announce": request.user.has_perm("home.add_breakingbar"),
            "may_end_bar": request.user.has_perm("home.change_breakingbar"),
            "bar": BreakingBar.objects.running().select_related("announced_by").first(),
        }

    def end_form(self, request, board, form: ActForm | None) -> EndForm | None:
        """The form for the end of one placed story: the one that was refused, or the one that was asked for."""
        if isinstance(form, EndForm):
            return form
        asked = request.GET.get("end", "")
        placements = {slot.placement.article_id: slot.placement for slot in board.slots if slot.placement}
        if not is_key(asked) or int(asked) not in placements:
            return None
        return EndForm(initial={"article": int(asked), "until": placements[int(asked)].until})
