"""The rule editor, with what a feed would show before it is saved."""

from django.contrib import messages
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.limits import is_within_limit, too_many
from articles.topic_lists import SectionGroup, grouped_by_section, topics_with_stories
from newsportal.feeds.cuts import missing_of
from newsportal.feeds.forms import MODELS, FeedForm, RulesForm
from newsportal.feeds.keeping import change_rules, feed_of, feeds_of, keep_rules, reader_page, rename_feed
from newsportal.feeds.models import Feed
from newsportal.feeds.naming import offers
from newsportal.feeds.previews import preview_of
from newsportal.feeds.rules import RulesError
from newsportal.feeds.views.answers import see_other
from topics.models import Topic

PREVIEWS_A_MINUTE = 120  # of one client: one for each change somebody makes, and an office behind one address


@require_http_methods(["GET", "HEAD", "POST"])
@reader_page
def edit_feed(request, slug: str | None = None):
    """The rules of a feed; a POST saves them, or with ``preview`` only says what they would show."""
    feed = feed_of(request, slug)
    if "forget" in request.POST:
        return forget_missing(request, feed)
    form = form_for(request, feed)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        if response := save(request, feed, form):
            return response
    return render(request, "newsportal/feed_edit.html", editor(feed, form))


@require_POST
@reader_page
def feed_preview(request):
    """What the rules in the form would show, without the page around it; nothing is kept."""
    if not is_within_limit(request, "preview", most=PREVIEWS_A_MINUTE):
        return too_many(request)
    form = RulesForm(request.POST, kept=[feed.rules for feed in feeds_of(request)])
    form.is_valid()
    return render(request, "newsportal/feed_preview.html", preview(form))


@require_safe
@reader_page
def feed_names(request):
    """Names that begin like ``?q=``, of ``?kind=tag`` or ``author``: ``{"names": ["Harbour", …]}``."""
    model = MODELS.get(f"{request.GET.get('kind')}s")
    return JsonResponse({"names": offers(model, request.GET.get("q", "")[:100]) if model else []})


def form_for(request, feed: Feed) -> RulesForm:
    data = request.POST if request.method == "POST" else None
    if request.user.is_authenticated:
        return FeedForm(data, rules=feed.rules, initial={"name": feed.name})
    return RulesForm(data, rules=feed.rules)  # the one feed of a browser has no name to choose


def save(request, feed: Feed, form: RulesForm):
    """Keep what the form says and lead to the feed; ``None``, with the reason on the form, when it cannot be kept."""
    response = see_other(feed.get_absolute_url())
    name = form.cleaned_data.get("name", feed.name)
    try:
        with transaction.atomic():
            keep_rules(response, feed, form.rules)
            if name != feed.name:
                rename_feed(feed, name)
    except RulesError as error:
        form.add_error(None, str(error))
        return None
    response.headers["Location"] = feed.get_absolute_url()  # a new name is a new address
    if count := len(form.rules):
        said = ngettext("Saved: the feed has %d rule.", "Saved: the feed has %d rules.", count) % count
    else:
        said = _("Saved: the feed has no rules now, and is empty.")
    messages.success(request, said)
    return response


def forget_missing(request, feed: Feed):
    """Take the rules out whose topic, tag or author is no longer there."""
    response = see_other(feed.get_absolute_url())
    try:
        change_rules(response, feed, lambda rules: rules.without(missing_of(rules)))
    except RulesError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("What is no longer there was taken out of your feed."))
    return response


def editor(feed: Feed, form: RulesForm) -> dict:
    """``form``, the boxes of both lists of topics, and what the rules would show."""
    chosen = {name: form[name].value() or [] for name in ("topic", "mute_topic")}
    groups, ticked = {}, {}
    found = Topic.objects.at_slugs([slug for slugs in chosen.values() for slug in slugs if "\x00" not in slug])
    offered = grouped_by_section(topics_with_stories())
    kept = {slug for rules in form.kept for side in (rules.include, rules.mute) for slug in side.topics}
    for name, slugs in chosen.items():
        # A box for what is gone as well: saving must not take it out by itself.
        ticked[name] = [found.get(slug) or gone(slug) for slug in slugs if slug in found or slug in kept]
        groups[name] = with_others(offered, ticked[name])
    return {"feed": feed, "form": form, "groups": groups, "ticked": ticked, **preview(form)}


def gone(slug: str) -> Topic:
    return Topic(name=_("%s (no longer there)") % slug, slug=slug)


def with_others(groups: list[SectionGroup], chosen: list[Topic]) -> list[SectionGroup]:
    """``groups``, and in the last of them the chosen topics that no group offers."""
    offered = {topic for group in groups for topic in (group.section, *group.topics) if topic and topic.pk}
    others = [topic for topic in chosen if topic.pk is None or topic not in offered]
    if not others:
        return groups
    elsewhere = groups[-1].topics if groups and groups[-1].section is None else []
    return [group for group in groups if group.section] + [SectionGroup(None, [*elsewhere, *others])]


def preview(form: RulesForm) -> dict:
    """What the form's rules would show; a form that holds none that can stand together shows nothing."""
    if not form.is_bound:
        return {"form": form, "preview": preview_of(form.kept[0])}
    return {"form": form, "preview": None if form.non_field_errors() else preview_of(form.rules)}
