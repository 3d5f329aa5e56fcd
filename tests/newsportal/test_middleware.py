"""What the site's own middleware does and leaves undone."""

from django.contrib import messages
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.functional import empty

from newsportal.middleware import MessagesWhenAsked


def answered(view, cookies=""):
    """The request and the answer to it, by ``view``, of somebody with ``cookies``."""
    request = RequestFactory(headers={"cookie": cookies} if cookies else {}).get("/")
    request.session = {}
    return request, MessagesWhenAsked(view)(request)


def test_nothing_is_made_ready_for_messages_nobody_asks_for():
    request, response = answered(lambda request: HttpResponse("page"))

    assert request._messages._wrapped is empty
    assert response.cookies == {}


def test_message_waits_for_the_next_page_that_shows_it():
    def act(request):
        messages.success(request, "Saved.")
        return HttpResponse("done")

    def show(request):
        return HttpResponse(", ".join(str(message) for message in messages.get_messages(request)))

    _, done = answered(act)
    cookie = f"messages={done.cookies['messages'].value}"
    _, elsewhere = answered(lambda request: HttpResponse("page"), cookie)
    _, shown = answered(show, cookie)

    assert (elsewhere.cookies, shown.content) == ({}, b"Saved.")
    assert shown.cookies["messages"].value == ""
