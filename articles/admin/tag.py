import taggit.admin  # noqa: F401 - registers its own page, which would otherwise come after this one
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles.admin.page import COUNT_LIMIT, CountUpTo, DeskPage, said_number
from articles.models import ArticleTag
from articles.search.indexing import index_changed, reindexing
from articles.search.names import stories_of_tags

admin.site.unregister(Tag)


class TagList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        rows = ArticleTag.objects.live().filter(tag=OuterRef("pk")).order_by()
        tags = super().get_queryset(request, exclude_parameters)
        return tags.annotate(live=CountUpTo(rows.values("pk")[: COUNT_LIMIT + 1]))


@admin.register(Tag)
class TagAdmin(DeskPage):
    touches = ("articles",)
    fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "slug", "article_count"]
    search_fields = ["name", "slug"]
    ordering = ["name"]

    def get_changelist(self, request, **kwargs):
        return TagList

    @admin.display(description=_("published articles"))
    def article_count(self, tag):
        return said_number(tag.live)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            index_changed(stories_of_tags([obj]))

    def delete_model(self, request, obj):
        with reindexing(stories_of_tags([obj])):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with reindexing(stories_of_tags(queryset.order_by())):
            super().delete_queryset(request, queryset)

    def view_on_site(self, tag):
        return reverse("tag", args=[tag.slug])

    def get_deleted_objects(self, objs, request):
        # The articles stay; listing each of their rows would be of no use to anyone.
        listed = [_t("Tag: %s") % tag for tag in objs]
        return listed, {_t("tags"): len(listed)}, set(), []
