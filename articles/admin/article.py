from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.db import models, transaction
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.article_acts import ArticleActs
from articles.admin.article_content import initial_rows, start_of
from articles.admin.article_form import MOMENTS, ArticleForm, goes_out
from articles.admin.article_list import (
    ArticleList,
    AuthorFilter,
    BreakingFilter,
    OwnFilter,
    PublishedFilter,
    StandingFilter,
    TopicFilter,
    search_articles,
    standing,
)
from articles.admin.article_saving import ArticleSaving
from articles.admin.calendar_page import Calendar
from articles.admin.corrections import Corrected
from articles.admin.editor import EditorPage
from articles.admin.moments import MomentField, MomentWidget, said_moment
from articles.admin.page import ChooseOne, DeskPage
from articles.admin.proofreading import Proofread
from articles.admin.revisions import RevisionPages
from articles.admin.rows import AuthorRows, OutsideLinkRows, PhotoRows
from articles.admin.sittings import Sittings
from articles.admin.thumbnails import thumbnail
from articles.admin.update_acts import UpdateActs
from articles.models import Article, Author, Authorship
from articles.plaintext import plain_text
from articles.surrogate_keys import keys_of_stories
from articles.timelines import assigned_topics, tag_names
from articles.workflow import PUBLISH, may_edit
from topics.versions import touch

# The form field of a moment, and the text of the same moment.
SHOWN_MOMENTS = {name: name.replace("_at", "_moment") for name in MOMENTS}


@admin.register(Article)
class ArticleAdmin(
    EditorPage,
    RevisionPages,
    Sittings,
    ArticleSaving,
    UpdateActs,
    ArticleActs,
    Proofread,
    Corrected,
    Calendar,
    DeskPage,
):
    form = ArticleForm
    change_form_template = "admin/articles/article/change_form.html"
    inlines = [AuthorRows, PhotoRows, OutsideLinkRows]
    autocomplete_fields = ["lead_photo", "related"]
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget}}
    fieldsets = [
        (None, {"fields": ["headline", "lead", "body"]}),
        (_("Dateline"), {"fields": [("dateline_city", "dateline_date", "dateline_agency")]}),
        (_("Filing"), {"fields": ["section", "further_topics", "tags"]}),
        (_("Photographs"), {"fields": ["lead_picture", "lead_photo"]}),
        (_("Further reading"), {"fields": ["related"]}),
        (
            _("Publication"),
            {
                "fields": [
                    *("standing", "is_breaking", "embargo_until", "published_at", "updated_at", "withdraw_at"),
                    *("language", "slug"),
                ]
            },
        ),
    ]
    readonly_fields = ["standing", "lead_picture"]

    list_display = ["headline", "standing", "section", "byline", "published_moment", "saved_moment"]
    list_filter = [StandingFilter, OwnFilter, TopicFilter, AuthorFilter, PublishedFilter, BreakingFilter]
    search_fields = ["headline"]  # that there is a search at all; what it does: get_search_results
    search_help_text = _(
        "All of a story's text and names, as readers search: words, “a phrase”, -without, beginning*, topic:…, "
        "author:…, tag:…; or the number of a story. The newest 1,000 published ones that match, and the newest 1,000 "
        "of all others."
    )
    ordering = ["-saved_at"]
    sortable_by = ["saved_moment"]

    # Who may what

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return may_edit(request.user, obj)

    def get_fieldsets(self, request, obj=None):
        """The same for all, but what somebody may not set stands there as text."""
        shown = {} if request.user.has_perm(PUBLISH) else SHOWN_MOMENTS
        if obj and not may_edit(request.user, obj):
            shown = shown | {"body": "text", "tags": "tag_names", "embargo_until": "embargo_moment"}
        return [
            (title, options | {"fields": [shown.get(str(field), field) for field in options["fields"]]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.has_perm(PUBLISH) else [*fields, *SHOWN_MOMENTS.values()]

    # The list

    def get_changelist(self, request, **kwargs):
        return ArticleList

    def get_search_results(self, request, queryset, search_term):
        if not search_term.replace("\x00", "").strip():
            return queryset, False
        is_unfinished = request.resolver_match.url_name == "autocomplete"
        return search_articles(queryset, search_term, is_unfinished=is_unfinished), False

    @admin.display(description=_("status"))
    def standing(self, article):
        return standing(article) if article.pk else article.get_status_display()

    @admin.display(description=_("published at"))
    def published_moment(self, article):
        return said_moment(article.published_at)

    @admin.display(description=_("updated at"))
    def updated_moment(self, article):
        return said_moment(article.updated_at)

    @admin.display(description=_("withdraw at"))
    def withdraw_moment(self, article):
        return said_moment(article.withdraw_at)

    @admin.display(description=_("embargo until"))
    def embargo_moment(self, article):
        return said_moment(article.embargo_until)

    @admin.display(description=_("saved"), ordering="saved_at")
    def saved_moment(self, article):
        return said_moment(article.saved_at)

    @admin.display(description=_("by"))
    def byline(self, article):
        return ", ".join(row.author.name for row in article.authorships.all())

    # What stands as text in the form of somebody who may not edit

    @admin.display(description=_("body"))
    def text(self, article):
        lines = plain_text(article.body).split("\n")
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines))

    @admin.display(description=_("tags"))
    def tag_names(self, article):
        return ", ".join(tag_names(article))

    @admin.display(description=_("Further topics"))
    def further_topics(self, article):
        return ", ".join(map(str, assigned_topics(article).exclude(pk=article.section_id)))

    @property
    def media(self):
        # The filters of the list complete names as well.
        return super().media + ChooseOne(Authorship._meta.get_field("author"), self.admin_site).media

    # The form

    def get_changeform_initial_data(self, request):
        return {
            "dateline_agency": settings.AGENCY,
            "dateline_date": timezone.localdate(),
            **super().get_changeform_initial_data(request),
        }

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        is_new = obj is None or obj.pk is None
        if is_new or may_edit(request.user, obj):
            kwargs["rows"] = initial_rows(inline.model, start_of(obj).content)
        if isinstance(inline, AuthorRows) and is_new and request.method == "GET":
            own = Author.objects.filter(user=request.user.pk).first()
            kwargs["rows"] = [{"author": own.pk, "order": 1}] if own else []
        if isinstance(inline, PhotoRows):
            kwargs["goes_out"] = goes_out(request.POST, obj)
        return kwargs

    @admin.display(description=_("picture"))
    def lead_picture(self, article):
        return thumbnail(article.lead_photo) if article.lead_photo_id else _("none")

    def view_on_site(self, article):
        # As it is stored: behind a form that was refused, ``article`` holds what was typed.
        stored = Article.objects.published().filter(pk=article.pk).only("slug").first()
        return stored.get_absolute_url() if stored else None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            stored = self.get_object(request, object_id) if object_id else None
            self.refuse_forbidden_step(request, stored)
            self.refuse_forbidden_update(request, stored)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        context |= self.act_buttons(request, kwargs.get("obj")) | {"show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)

    # Deleting: a draft that nobody has seen changes nothing for readers

    @transaction.atomic
    def delete_model(self, request, obj):
        pk = obj.pk
        super().delete_model(request, obj)
        if obj.published_at:
            touch("articles", keys=keys_of_stories([pk]))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        touch("articles")
