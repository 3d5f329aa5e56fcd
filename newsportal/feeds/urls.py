from django.urls import path

from newsportal.feeds import views

# Below /my/. "edit", "follow", "feeds" and "saved" are reserved names.
urlpatterns = [
    path("", views.my_feed, name="my_feed"),
]
