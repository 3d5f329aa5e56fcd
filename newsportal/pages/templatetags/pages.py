from django import template

from articles.plaintext import excerpt
from newsportal.pages.models import Page

register = template.Library()
register.filter("excerpt", excerpt)


@register.simple_tag
def footer_pages() -> list[Page]:
    """The standing pages, without their texts."""
    return list(Page.objects.only("slug", "title"))
