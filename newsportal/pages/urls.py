from django.urls import path

from newsportal.pages import views

# At the root, after all other addresses.
urlpatterns = [
    path("<slug:slug>/", views.standing_page, name="page"),
]
