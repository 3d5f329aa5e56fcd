from django.urls import path

from newsportal.currency import views

# Below /currency/
urlpatterns = [
    path("", views.converter, name="currency"),
    path("part/", views.converter_part, name="currency_part"),
    path("series.csv", views.series_csv, name="currency_csv"),
]
