from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.page import DeskPage, KeptWhileUsed
from articles.models import Author
from articles.search.indexing import index_changed
from articles.search.names import stories_of_author


@admin.register(Author)
class AuthorAdmin(KeptWhileUsed, DeskPage):
    used_in = "authorships"
    touches = ("articles",)
    fieldsets = [
        (None, {"fields": ["name", "slug", "job_title", "biography"]}),
        (_("Account"), {"fields": ["user"]}),
    ]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "job_title", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "job_title"]
    ordering = ["name", "pk"]
    autocomplete_fields = ["user"]

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.is_superuser else ["user"]  # accounts are theirs

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            index_changed(stories_of_author(obj))

    def view_on_site(self, author):
        return author.get_absolute_url()
