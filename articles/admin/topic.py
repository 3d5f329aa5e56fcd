from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.page import COUNT_LIMIT, ChooseOne, CountUpTo, DeskPage, KeptWhileUsed, said_number
from articles.models import ArticleTopic
from articles.search.indexing import index_changed
from articles.search.names import stories_of_topics
from articles.topic_moves import ARTICLES_IN_A_REQUEST, articles_concerned, merge_topics, move_topic, refuse_merge
from topics.models import Topic
from topics.tree import number_tree, refuse_circle, rename_slug


def refuse_large(topic: Topic, command: str) -> None:
    """Raise ``ValidationError``, naming the command to use, when too many articles are concerned for a request."""
    if articles_concerned(topic, up_to=ARTICLES_IN_A_REQUEST + 1) > ARTICLES_IN_A_REQUEST:
        raise ValidationError(
            _t("More than %(limit)s articles are concerned. Please run on the server: manage.py %(command)s")
            % {"limit": f"{ARTICLES_IN_A_REQUEST:,}", "command": command}
        )


class TopicForm(forms.ModelForm):
    def clean_media_topic(self):
        return self.cleaned_data["media_topic"] or None

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if self.instance.pk and "parent" in self.changed_data:
            refuse_circle(self.instance, parent)
            where = f"--under {parent.slug}" if parent else "--to-top"
            refuse_large(self.instance, f"move_topic {self.instance.slug} {where}")
        return parent


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("Merge into"),
        queryset=Topic.objects.all(),
        widget=ChooseOne(Topic._meta.get_field("parent"), admin.site),
    )

    def __init__(self, *args, source: Topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source

    def clean_into(self):
        into = self.cleaned_data["into"]
        refuse_merge(self.source, into)
        refuse_large(self.source, f"merge_topics {self.source.slug} --into {into.slug}")
        return into


class TopicList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        rows = ArticleTopic.objects.live().filter(topic=OuterRef("pk")).order_by()
        topics = super().get_queryset(request, exclude_parameters)
        return topics.annotate(live=CountUpTo(rows.values("pk")[: COUNT_LIMIT + 1]))


@admin.register(Topic)
class TopicAdmin(KeptWhileUsed, DeskPage):
    used_in = "article_rows"
    touches = ("topics",)
    form = TopicForm
    change_form_template = "admin/topics/topic/change_form.html"
    fieldsets = [
        (None, {"fields": ["name", "slug", "description"]}),
        (_("Place"), {"fields": ["parent", "order", "is_section", "is_active"]}),
        (_("Wire"), {"fields": ["media_topic"]}),
        (_("History"), {"fields": ["former"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["former"]
    autocomplete_fields = ["parent"]
    list_display = ["name_in_tree", "article_count", "is_section", "is_active", "media_topic"]
    list_filter = ["is_section", "is_active", ("parent", admin.EmptyFieldListFilter)]
    list_per_page = 100
    search_fields = ["name", "slug", "media_topic"]
    ordering = ["tree_position", "pk"]
    sortable_by: list[str] = []

    def get_changelist(self, request, **kwargs):
        return TopicList

    def get_search_results(self, request, queryset, search_term):
        if request.GET.get("model_name") == "articletopic":  # the article form offers what may be filed under
            queryset = queryset.filter(is_active=True)
        return super().get_search_results(request, queryset, search_term)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    @admin.display(description=_("topic"))
    def name_in_tree(self, topic):
        return format_html("{}{}", "— " * topic.depth, topic.name)

    @admin.display(description=_("published articles"))
    def article_count(self, topic):
        return said_number(topic.live)

    @admin.display(description=_("former addresses"))
    def former(self, topic):
        return ", ".join(former.slug for former in topic.former_slugs.order_by("slug")) or _("none")

    def view_on_site(self, topic):
        return topic.get_absolute_url()

    # Saving: the rest, then the address, then the place with the articles' timelines

    def save_model(self, request, obj, form, change):
        if not change:
            obj.save()
            number_tree()
            return
        slug, parent = obj.slug, obj.parent
        stored = Topic.objects.get(pk=obj.pk)
        obj.slug, obj.parent = stored.slug, stored.parent
        obj.save()
        rename_slug(obj, slug)
        if obj.name != stored.name:
            index_changed(stories_of_topics([obj]))
        if parent != stored.parent:
            move_topic(obj, parent=parent)
        number_tree()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        number_tree()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        number_tree()

    # Merging

    def get_urls(self):
        merge = self.admin_site.admin_view(self.merge)
        return [path("<int:object_id>/merge/", merge, name="topics_topic_merge"), *super().get_urls()]

    def merge(self, request, object_id: int):
        """Choose what to merge into, see what that means, confirm."""
        topic = self.get_object(request, str(object_id))
        if not (self.has_change_permission(request, topic) and self.has_delete_permission(request, topic)):
            raise PermissionDenied
        if topic is None:
            raise Http404
        form = MergeForm(request.POST or None, source=topic)
        into = form.cleaned_data["into"] if form.is_bound and form.is_valid() else None
        if into and "confirm" in request.POST:
            return self._merge(request, topic, into)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge topics"),
            "opts": self.opts,
            "topic": topic,
            "into": into,
            "form": form,
            "media": self.media + form.media,
            "article_count": articles_concerned(topic, up_to=ARTICLES_IN_A_REQUEST + 1),
            "children": topic.children.in_tree_order(),
        }
        return TemplateResponse(request, "admin/topics/topic/merge.html", context)

    def _merge(self, request, topic: Topic, into: Topic):
        name = str(topic)
        with transaction.atomic():
            done = merge_topics(topic, into=into)
            sentence = _t("Merged “%(source)s” into this topic: %(count)s articles.") % {
                "source": name,
                "count": done.articles,
            }
            self.log_change(request, into, sentence)
        said = _t("“%(source)s” is merged into “%(into)s”.") % {"source": name, "into": into}
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:topics_topic_change", args=[into.pk]))
