from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.models import User


class KeptBySuperusers:
    """Accounts and rights: whoever could change them could give themselves all others."""

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


class NewAccountForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "email")


@admin.register(User)
class AccountAdmin(KeptBySuperusers, UserAdmin):
    add_form = NewAccountForm
    add_fieldsets = (
        (None, {"fields": ("username", "email")}),
        (_("Password"), {"fields": ("usable_password", "password1", "password2")}),
        (_("In the newsroom"), {"fields": ("is_staff", "groups")}),
    )
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("In the newsroom"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Everything"), {"fields": ("is_superuser", "user_permissions"), "classes": ("collapse",)}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "email", "first_name", "last_name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    show_full_result_count = False


admin.site.unregister(Group)


@admin.register(Group)
class NewsroomGroupAdmin(KeptBySuperusers, GroupAdmin):
    """Chief editors see who may what; ``newsportal.groups`` gives the three groups their rights."""
