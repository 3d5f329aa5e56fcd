"""What a browser sends from the desk's forms."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.revisions.saving import shown

ROWS = ("authorships", "photo_rows", "outside_links")


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def article_fields(**fields) -> dict:
    """A whole article form, filled in sparingly; ``authors`` and ``photos`` are the rows of the inlines."""
    rows = {"authorships": ("author", fields.pop("authors", [])), "photo_rows": ("photo", fields.pop("photos", []))}
    data = {
        "headline": "Harbour opens",
        "lead": "The new quay takes its first ship.",
        "body": "<p>The first ship came at noon.</p>",
        "language": "en",
        "tags": "",
    }
    for prefix in ROWS:
        name, objects = rows.get(prefix, ("", []))
        data |= {f"{prefix}-TOTAL_FORMS": len(objects), f"{prefix}-INITIAL_FORMS": 0}
        for number, obj in enumerate(objects):
            data |= {f"{prefix}-{number}-{name}": obj.pk, f"{prefix}-{number}-order": number + 1}
    return data | fields


def stored_rows(article: Article) -> dict:
    """The management data of a form for an article that has inline rows already."""
    data = {}
    for prefix in ROWS:
        rows = list(getattr(article, prefix).order_by("order", "pk"))
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        for number, row in enumerate(rows):
            data |= {f"{prefix}-{number}-id": row.pk, f"{prefix}-{number}-order": row.order}
            if prefix != "outside_links":
                name = "author" if prefix == "authorships" else "photo"
                data[f"{prefix}-{number}-{name}"] = getattr(row, f"{name}_id")
    return data


def moment_fields(moment, name="published_at") -> dict:
    """A moment as the form shows it."""
    local = timezone.localtime(moment)
    return {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"}


def add_article(client: Client, *, button="_save", **fields):
    return client.post(reverse("admin:articles_article_add"), article_fields(**fields) | {button: "1"}, follow=True)


def as_opened(article: Article) -> str:
    """What the form of the article as it is stored now carries along, and sends back."""
    return shown(Article.objects.get(pk=article.pk)).token


def change_article(client: Client, article: Article, *, button="_save", **fields):
    """``fields`` may say what the form was ``based_on``: the newest text otherwise."""
    fields.setdefault("based_on", as_opened(article))
    address = reverse("admin:articles_article_change", args=[article.pk])
    return client.post(address, article_fields(**fields) | {button: "1"}, follow=True)


def said(response) -> list[str]:
    """The messages at the top of the page."""
    return [str(message) for message in response.context["messages"]]


def errors(response) -> dict[str, list[str]]:
    """All that the form complains about, by field."""
    found = dict(response.context["adminform"].form.errors)
    for formset in response.context["inline_admin_formsets"]:
        for form in formset.formset.forms:
            found |= {f"{form.prefix}-{name}": list(texts) for name, texts in form.errors.items()}
    return found
