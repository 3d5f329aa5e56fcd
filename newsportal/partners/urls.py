from django.urls import path

from newsportal.partners import views

# Below /partners/
urlpatterns = [path("", views.partner_news, name="partner_news")]
