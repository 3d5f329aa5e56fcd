"""Reading the search page as a reader does."""

import html
import re
from urllib.parse import parse_qsl


def found(client, **asked) -> list[str]:
    """The headlines of the page that answers ``asked``, marks and all taken away."""
    return headlines(client.get("/search/", asked))


def headlines(response) -> list[str]:
    assert response.status_code == 200
    texts = re.findall(r'<a class="findings__link"[^>]*>(.*?)</a>', response.content.decode())
    return [html.unescape(re.sub("<[^>]+>", "", text)) for text in texts]


def said(response) -> list[str]:
    """What the page says about how the search was understood."""
    items = re.findall(r'<p class="messages__item"[^>]*>(.*?)</p>', response.content.decode())
    return [
        html.unescape(re.sub("<[^>]+>", "", item)).strip().removeprefix("Error: ").removeprefix("Warning: ")
        for item in items
    ]


def links(response, kind: str) -> dict[str, list[tuple[str, str]]]:
    """The links of a class: their text, and the parameters they lead to."""
    hrefs = re.findall(
        rf'<a class="{kind}" href="(?:/search/)?\?([^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.S
    )
    return {
        " ".join(html.unescape(re.sub("<[^>]+>", " ", text)).split()): parse_qsl(html.unescape(query))
        for query, text in hrefs
    }
