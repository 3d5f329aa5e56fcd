from __future__ import annotations

import csv
import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.caching import shared
from newsportal.currency.answers import answer, history, publishers_of_history, table
from newsportal.currency.formatting import DATA_DIGITS, round_rate
from newsportal.currency.forms import ConverterForm
from newsportal.currency.history import Period, read_history
from newsportal.currency.models import Series
from topics.surrogate_keys import note

# Of ConverterForm; "swap" is the button of readers without scripts.
PARAMETERS = ("amount", "by", "date", "from", "range", "swap", "to")


def today() -> datetime.date:
    """By the site's own calendar, so that the page is the same for everyone."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def compose(request) -> dict:
    """What the converter's page and its part have to say."""
    note("rates")
    day = today()
    lists = Series.objects.lists_on(day)
    form = ConverterForm(request.GET, lists=lists, today=day)
    has_question = form.has_question
    if form.held_on != day:
        lists = Series.objects.lists_on(form.held_on)
    return {
        "form": form,
        "lists": lists,
        "answers": [answer(rates, form) for rates in lists.values()] if has_question else [],
        "history": history(lists, form) if has_question else None,
        "tables": [table(rates, form) for rates in lists.values() if rates.date],
        "noindex": bool(request.GET),
    }


@require_safe
@shared(parameters=PARAMETERS)
def converter(request):
    """Amounts by the rates of a day, and what the rates did before it."""
    context = compose(request)
    if "swap" in request.GET and context["form"].has_question:
        state = context["form"].state
        swapped = context["form"].query(**{"from": state["to"], "to": state["from"]})
        return redirect(reverse("currency") + swapped)
    return render(request, "currency/converter.html", context)


@require_safe
@shared(parameters=PARAMETERS)
def converter_part(request):
    """The form and its answers without the page around them, for the converter that answers at once."""
    response = render(request, "currency/converter_part.html", compose(request))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@shared(parameters=PARAMETERS)
def series_csv(request):
    """The history of a pair by one publisher: every day of the period, oldest first."""
    note("rates")
    lists = Series.objects.lists_on(today())
    form = ConverterForm(request.GET, lists=lists, today=today())
    if not form.is_valid():
        text = "".join(f"{form.add_prefix(name)}: {' '.join(errors)}\n" for name, errors in form.errors.items())
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    asked = form.cleaned_data
    publisher = next(iter(publishers_of_history(lists, form)), None)
    if publisher is None:
        raise Http404
    points = read_history(
        publisher, asked["source"], asked["target"], period=Period(asked["period"]), until=form.held_on
    )
    name = f"{publisher}-{asked['source']}-{asked['target']}-{asked['period']}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(response)
    writer.writerow(["date", "from", "to", "rate", "publisher"])
    ends = [safe_cell(text) for text in (asked["source"], asked["target"])]
    for point in points:
        rate = round_rate(point.rate, digits=DATA_DIGITS)
        writer.writerow([point.date.isoformat(), *ends, f"{rate:f}", safe_cell(publisher.label)])
    return response


def safe_cell(text: str) -> str:
    """``text`` for a cell of a table: no program that opens it takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
