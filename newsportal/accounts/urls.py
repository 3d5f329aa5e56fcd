from allauth.account.urls import urlpatterns as account
from allauth.mfa.urls import urlpatterns as second_step
from allauth.usersessions.urls import urlpatterns as sessions
from django.urls import URLPattern, URLResolver, include, path

from articles.caching import personal
from newsportal.accounts import views


def all_personal(patterns: list) -> list:
    """The same addresses, with every page kept from caches and search engines."""
    return [
        URLResolver(entry.pattern, all_personal(entry.url_patterns))
        if isinstance(entry, URLResolver)
        else URLPattern(entry.pattern, personal(entry.callback), entry.default_args, entry.name)
        for entry in patterns
    ]


# Below /accounts/: first our own pages, then those of allauth (login/, logout/, signup/, email/, password/…).
urlpatterns = [
    path("", views.account, name="account"),
    path("preferences/", views.preferences, name="account_preferences"),
    path("export/", views.export, name="account_export"),
    path("delete/", views.delete, name="account_delete"),
    path("deleted/", views.deleted, name="account_deleted"),
    path("2fa/totp/code.svg", views.totp_code, name="account_totp_code"),
    path("", include(all_personal(account))),
    path("2fa/", include(all_personal(second_step))),
    path("sessions/", include(all_personal(sessions))),
]
