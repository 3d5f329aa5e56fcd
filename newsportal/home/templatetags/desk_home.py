"""How the desk's page of the home page writes moments and shows pictures: as all pages of the desk do."""

from django import template

from articles.admin.moments import said_moment
from articles.admin.thumbnails import thumbnail

register = template.Library()
register.filter("moment", said_moment)
register.filter("thumbnail", thumbnail)
