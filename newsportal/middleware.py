"""What holds for every request and every response."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.utils.functional import SimpleLazyObject, empty

from topics.versions import held

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class ContentSecurityPolicy(CSPMiddleware):
    """The package's own, but for the policy of the settings, which nearly every page has: it is put together once."""

    OF_ITS_OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")

    def __init__(self, get_response):
        super().__init__(get_response)
        self._usual = build_policy()

    def process_response(self, request, response):
        if settings.DEBUG or hasattr(request, "_csp_nonce") or any(hasattr(response, name) for name in self.OF_ITS_OWN):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._usual)
        return response


class MessagesWhenAsked(MessageMiddleware):
    """Django's own, but what keeps messages is made when somebody asks for them: no page for all readers does."""

    def process_request(self, request):
        request._messages = SimpleLazyObject(lambda: default_storage(request))

    def process_response(self, request, response):
        kept = getattr(request, "_messages", None)  # a request may have been answered before it came here
        if isinstance(kept, SimpleLazyObject) and kept._wrapped is empty:
            return response
        return super().process_response(request, response)


def permissions_policy(get_response):
    """Say that no page of the site asks for a camera, a position and the like."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def keep_nothing_unasked(get_response):
    """Let nobody keep an answer that says nothing of caches: by themselves they would keep a page that is not there.

    Of errors and redirects some are kept by default (RFC 9110 §15.1), by browsers a permanent redirect for ever.
    """

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def hold_versions(get_response):
    """Let all parts of one page go by the same versions, which are asked for once, if at all (``topics.versions``)."""

    def middleware(request):
        with held():
            return get_response(request)

    return middleware
