"""An open form: what it keeps of what is typed, who is told of whom, going on with it, and taking it over."""

import datetime
import uuid

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, EditorialAct, Revision, Sitting, Status
from articles.revisions.saving import shown
from tests.articles.admin.desk import article_fields, change_article, errors, said, sign_in
from tests.articles.revisions.texts import stored
from tests.factories import make_article, make_author, make_photo, make_topic, make_user

NEW = "admin:articles_article_sitting"


@pytest.fixture
def anna(db):
    return make_user("anna", group="Editor", first_name="Anna", last_name="Berg")


@pytest.fixture
def ben(db):
    return make_user("ben", group="Editor", first_name="Ben", last_name="Cole")


@pytest.fixture
def article(db):
    return make_article("Story", status=Status.DRAFT)


def address(name, article=None, *args) -> str:
    return reverse(f"admin:articles_article_{name}", args=[*([article.pk] if article else []), *args])


def sit(client, article=None, token=None, *, typed=True, **fields):
    token = token or uuid.uuid4()
    based_on = shown(stored(article)).token if article else ""
    data = article_fields(**fields) | {"sitting": token, "based_on": based_on}
    response = client.post(address("sitting", article), data | ({"typed": "1"} if typed else {}))
    return token, response


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_what_is_typed_is_kept_once_per_sitting_and_changes_nothing(anna, article):
    client = sign_in(anna)

    token, _first = sit(client, article, headline="Half a headl")
    sit(client, article, token, headline="Half a headline")

    sitting = Sitting.objects.get()
    assert (sitting.token, sitting.user, sitting.article) == (token, anna, article)
    assert sitting.data["headline"] == ["Half a headline"]
    assert "csrfmiddlewaretoken" not in sitting.data
    assert (stored(article).headline, article.revisions.count()) == ("Story", 0)


def test_a_save_ends_the_sitting_with_one_revision(anna, article):
    client = sign_in(anna)
    token, _response = sit(client, article, headline="Half")
    sit(client, article, token, headline="Whole")

    change_article(client, article, headline="Whole", sitting=token)

    assert not Sitting.objects.exists()
    assert [revision.content["headline"] for revision in article.revisions.all()] == ["Whole", "Story"]


def test_unsaved_text_is_offered_and_comes_back_whatever_stands_in_it(anna, article):
    client = sign_in(anna)
    authors, topic, photo = [make_author("A"), make_author("B")], make_topic(), make_photo()
    typed = {"headline": "", "lead": "x" * 3000, "body": "<p>Half", "tags": "one, two", "slug": "no good"}
    token, _response = sit(client, article, authors=authors, photos=[photo], further_topics=[topic.pk], **typed)

    page = words(client.get(address("change", article)))
    form = client.post(address("resume", article, token))

    assert "You have unsaved text of" in page
    assert address("resume", article, token) in page
    shown_now = form.context["adminform"].form
    assert {name: shown_now[name].value() for name in typed} == typed
    rows = form.context["inline_admin_formsets"]
    assert [row["author"].value() for row in rows[0].formset.forms] == [str(author.pk) for author in authors]
    assert [row["photo"].value() for row in rows[1].formset.forms] == [str(photo.pk)]
    assert "This is your unsaved text. It is not saved yet" in words(form)
    assert f'action="{address("change", article)}"' in form.content.decode()
    assert stored(article).headline == "Story"
    assert Sitting.objects.filter(token=token).exists()


def test_unsaved_text_of_a_new_story_comes_back(anna):
    client = sign_in(anna)
    token, _response = sit(client, headline="Brand new")

    page = words(client.get(reverse("admin:articles_article_add")))
    form = client.post(address("resume", None, token))

    assert address("resume", None, token) in page
    assert form.context["adminform"].form["headline"].value() == "Brand new"
    assert not Article.objects.exists()


def test_unsaved_text_is_thrown_away_on_demand(anna, article):
    client = sign_in(anna)
    token, _response = sit(client, article)

    response = client.post(address("discard", article, token), follow=True)

    assert said(response) == ["The unsaved text is gone."]
    assert not Sitting.objects.exists()


def test_others_at_the_form_are_named_as_long_as_they_are_there(anna, ben, article):
    sit(sign_in(ben), article, typed=False)

    form = words(sign_in(anna).get(address("change", article)))
    _token, answer = sit(sign_in(anna), article, typed=False)
    Sitting.objects.filter(user=ben).update(seen_at=timezone.now() - datetime.timedelta(minutes=1))
    later = words(sign_in(anna).get(address("change", article)))

    assert ["Ben Cole is editing this since" in page for page in (form, words(answer), later)] == [True, True, False]


def test_a_newer_revision_is_announced_before_one_saves(anna, ben, article):
    client = sign_in(anna)
    opened = shown(stored(article)).token
    change_article(sign_in(ben), article, headline="Bens")

    answer = client.post(address("sitting", article), {"sitting": uuid.uuid4(), "based_on": opened})

    assert "Ben Cole has saved revision 2 since you opened this form." in words(answer)


def test_taking_over_keeps_the_others_text_and_tells_them(anna, ben, article):
    bens, annas = sign_in(ben), sign_in(anna)
    author = make_author("Ada Reed")
    token, _response = sit(bens, article, headline="x" * 300, body="<p>Half a text", authors=[author], tags="quay")

    response = annas.post(address("take_over", article, token), follow=True)

    assert said(response) == ["You have taken over from Ben Cole. What they had not saved is revision 1."]
    kept = article.revisions.get()
    assert (kept.state, kept.created_by, kept.note) == (
        Revision.State.SET_ASIDE,
        ben,
        "Unsaved text, taken over by Anna Berg",
    )
    held = {name: kept.content[name] for name in ("headline", "body", "tags", "authors")}
    assert held == {
        "headline": "x" * 300,
        "body": "<p>Half a text</p>",
        "tags": ["quay"],
        "authors": [{"id": author.pk, "name": "Ada Reed"}],
    }
    _token, told = sit(bens, article, token, headline="More")
    assert "Anna Berg has taken this story over." in words(told)
    assert list(EditorialAct.objects.values_list("act", "details")) == [
        ("take_over", {"from": "Ben Cole", "revision": 1})
    ]


def test_who_was_taken_over_overwrites_nothing(anna, ben, article):
    bens = sign_in(ben)
    token, _response = sit(bens, article, headline="Half")
    sign_in(anna).post(address("take_over", article, token))

    refused = change_article(bens, article, headline="Mine after all", sitting=token)

    assert errors(refused)["__all__"] == ["Somebody has taken this story over since you opened it. Nothing is lost."]
    assert stored(article).headline == "Story"
    assert article.revisions.filter(content__headline="Mine after all", state="set_aside").exists()


def test_the_endpoints_are_closed_to_those_who_may_not_edit(anna, article):
    annas = sign_in(anna)
    token, _response = sit(annas, article)
    rita = make_user("rita", group="Reporter")
    own = make_article("Own", status=Status.DRAFT, created_by=rita)
    reporter, nobody = sign_in(rita), sign_in(make_user("new", is_staff=True))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna)

    acts = [address(name, article, token) for name in ("resume", "discard", "take_over")]
    for client in (reporter, nobody):
        assert {client.post(act).status_code for act in [*acts, address("sitting", article)]} == {403}
    assert {Client().post(act).status_code for act in acts} == {302}
    assert {strict.post(act).status_code for act in [*acts, address("sitting", article)]} == {403}
    assert {annas.get(act).status_code for act in acts} == {405}
    assert sit(reporter, own)[1].status_code == 200
    assert nobody.post(address("sitting"), {"sitting": uuid.uuid4()}).status_code == 403
    assert Sitting.objects.get(token=token).user == anna


def test_unsaved_text_of_others_is_nobodys(anna, ben, article):
    token, _response = sit(sign_in(anna), article)
    bens = sign_in(ben)

    assert bens.post(address("resume", article, token)).status_code == 404
    bens.post(address("discard", article, token))
    sit(bens, article, token, headline="Bens")

    assert Sitting.objects.get(token=token).user == anna
    assert Sitting.objects.get(user=ben).data["headline"] == ["Bens"]


@pytest.mark.parametrize("token", ["", "x", "\x00", "9" * 60])
def test_nonsense_is_refused(anna, article, token):
    client = sign_in(anna)

    assert client.post(address("sitting", article), {"sitting": token, "typed": "1"}).status_code == 400
    assert client.post(reverse(NEW, args=[4711]), {"sitting": uuid.uuid4()}).status_code == 404
    sit(client, article, headline="a\x00b", **{"a\x00": "x"})
    assert Sitting.objects.get().data["headline"] == ["ab"]


def test_more_than_a_story_can_be_is_not_kept(anna, article):
    _token, response = sit(sign_in(anna), article, body="x" * 3_000_001)

    assert response.status_code == 413
    assert not Sitting.objects.exists()


def test_old_sittings_are_put_away_and_their_text_is_kept(anna, article):
    client, long_ago = sign_in(anna), timezone.now() - datetime.timedelta(days=15)
    sit(client, article, headline="Long ago")
    sit(client, None, headline="New, long ago")
    Sitting.objects.update(seen_at=long_ago)
    sit(client, article, headline="Just now")
    sit(client, article, typed=False)

    call_command("tidy_sittings")
    call_command("tidy_sittings")

    left = [sitting.data.get("headline") for sitting in Sitting.objects.order_by("pk")]
    assert left == [["New, long ago"], ["Just now"], None]
    kept = article.revisions.get()
    assert (kept.content["headline"], kept.state, kept.created_by) == ("Long ago", "set_aside", anna)
