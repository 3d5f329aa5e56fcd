from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsportal.accounts.addresses import assign
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
    list_display = (
        "username",
        "email",
        "is_verified",
        "first_name",
        "last_name",
        "is_staff",
        "is_active",
        "last_login",
    )
    list_filter = ("is_staff", "is_active", "groups")
    show_full_result_count = False
    actions = ("take_second_steps_off",)

    def get_queryset(self, request):
        verified = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
        return super().get_queryset(request).annotate(is_verified=Exists(verified))

    @admin.display(description=_("verified"), boolean=True)
    def is_verified(self, user):
        return user.is_verified

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            assign(obj, obj.email)  # its owner verifies it on the page of their account

    @admin.action(description=_("Take second steps and passkeys off (a lost device)"), permissions=["change"])
    def take_second_steps_off(self, request, queryset):
        people = Authenticator.objects.filter(user__in=queryset).values("user").distinct().count()
        Authenticator.objects.filter(user__in=queryset).delete()
        said = ngettext("%d person now signs in without one.", "%d people now sign in without one.", people)
        messages.success(request, said % people)


# Keys and sessions are nobody's to look at; what superusers need of them is on the page of an account.
admin.site.unregister([EmailAddress, Authenticator, UserSession])
admin.site.unregister(Group)


@admin.register(Group)
class NewsroomGroupAdmin(KeptBySuperusers, GroupAdmin):
    """Chief editors see who may what; ``newsportal.groups`` gives the three groups their rights."""
