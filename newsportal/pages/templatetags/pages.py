from django import template

from newsportal.pages.models import Page

register = template.Library()


@register.simple_tag
def footer_pages() -> list[Page]:
    """The standing pages, without their texts."""
    return list(Page.objects.only("slug", "title"))
