"""The editors' desk: Django's admin under the newsroom's name, in the newsroom's order."""

from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.sites import AdminSite
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

# Models of libraries stand with ours of the same kind.
MOVED = {"Tag": "topics", "Group": "accounts"}
# What an editor reaches for first stands first; what is not named here comes after it.
ORDER = ["Article", "Photo", "Placement", "BreakingBar", "Author", "Topic", "Tag", "Page", "User", "Group"]


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsportal.desk.NewsroomSite"


class NewsroomSite(AdminSite):
    site_title = _("newsroom")
    index_title = _("The desk")

    @property
    def site_header(self):
        return settings.SITE_NAME

    def login(self, request, extra_context=None):
        """The way in is the one all accounts have, so that second steps and limits guard the desk as well."""
        from allauth.account.decorators import secure_admin_login  # asks for models, which this module comes before

        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")  # which keeps the list of sessions, and tells the owner

    def index(self, request, extra_context=None):
        """My desk first; below it the list of everything."""
        from articles.my_desk import my_desk  # asks for models, which this module comes before

        context = {}
        if request.user.has_perm("articles.view_article"):
            context = {
                "my_desk": my_desk(request.user),
                "may_add": request.user.has_perm("articles.add_article"),
                "may_see_log": request.user.has_perm("articles.view_editorialact"),
            }
        return super().index(request, context | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        homes = {app["app_label"]: app for app in apps}
        for app in apps:
            for model in list(app["models"]):
                home = homes.get(MOVED.get(model["object_name"]), app)
                if home is not app:
                    app["models"].remove(model)
                    home["models"].append(model)
        apps = [app for app in apps if app["models"]]
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"]))
        return sorted(apps, key=lambda app: _place(app["models"][0]["object_name"]))


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
