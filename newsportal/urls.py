"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

from newsportal import views
from newsportal.styleguide.views import styleguide

handler500 = "newsportal.unavailable.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("articles.urls")),
    path("my/", include("newsportal.feeds.urls")),
    path("", include("newsportal.feeds.token_urls")),
    path("currency/", include("newsportal.currency.urls")),
    path("partners/", include("newsportal.partners.urls")),
    path("accounts/", include("newsportal.accounts.urls")),
    path("zone/", views.zone, name="zone"),
    path("robots.txt", views.robots, name="robots"),
    path("admin/", admin.site.urls),
    path("styleguide/", styleguide, name="styleguide"),
    path("", include("newsportal.pages.urls")),
]
