from django import template

from articles.plaintext import excerpt
from newsportal.pages.models import Page
from topics.kept import Kept, Lasting

register = template.Library()
register.filter("excerpt", excerpt)


def read_footer_pages() -> Lasting[Page]:
    """The standing pages, without their texts."""
    return Lasting(Page.objects.only("slug", "title"))


kept_footer_pages = Kept(read_footer_pages, of=["pages"])


@register.simple_tag
def footer_pages() -> Lasting[Page]:
    return kept_footer_pages()
