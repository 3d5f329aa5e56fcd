"""What pages that are none of ours say about rates."""

from django import template

from newsportal.currency.formatting import format_per_cent, format_rate
from newsportal.currency.strip import strip

register = template.Library()


@register.inclusion_tag("components/rates.html")
def rate_strip() -> dict:
    """The newest rates of the main currencies; at most one query, and none while this process remembers them."""
    found = strip()
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
