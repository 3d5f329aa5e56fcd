"""What pages that are none of ours say about rates."""

from django import template

from newsportal.currency.formatting import format_per_cent, format_rate
from newsportal.currency.strip import Strip, strip

register = template.Library()


@register.simple_tag
def rate_strip() -> Strip:
    """The newest rates of the main currencies; at most one query, and none while this process remembers them."""
    return strip()


@register.inclusion_tag("components/rates.html")
def rates(found: Strip) -> dict:
    """A strip as it is printed."""
    return {
        "publisher": found.publisher and found.publisher.label,
        "date": found.date,
        "is_old": found.is_old,
        "rates": [
            {
                "pair": f"{rate.base}/{rate.currency}",
                "rate": format_rate(rate.rate),
                "change": format_per_cent(rate.change) if rate.change is not None else "",
                "direction": direction(rate.change),
            }
            for rate in found.rates
        ],
    }


def direction(change) -> str:
    if not change:
        return ""
    return "up" if change > 0 else "down"
