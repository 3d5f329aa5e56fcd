from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter as get_second_step_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from articles.caching import personal
from newsportal.accounts.addresses import verified_address
from newsportal.accounts.deletion import DeletionForm, belongs_to_newsroom, delete_account
from newsportal.accounts.export import export_response
from newsportal.accounts.models import User
from newsportal.accounts.preferences import PreferencesForm, bring_to_browser
from newsportal.zones import keep_zone


@personal
@login_required
@require_safe
def account(request):
    return show_account(request, PreferencesForm(instance=request.user))


def show_account(request, form):
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "form": form,
        "verified": verified_address(request.user),
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "wide": True,
    }
    return render(request, "accounts/account.html", context)


@personal
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    if request.method != "POST":
        return redirect("account")  # where the form is; this address stays in the bar when something was wrong with it
    # The form writes into the instance it is given, also what it then refuses; the page shows the reader as they are.
    form = PreferencesForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return show_account(request, form)
    user = form.save()
    response = redirect("account")
    keep_zone(response, user.zone)
    bring_to_browser(request, response, user)
    messages.success(request, _("Your preferences are saved."))
    return response


@personal
@login_required
@require_safe
def export(request):
    """Everything the site holds of the reader, as a file."""
    return export_response(request.user)


@personal
@login_required
@reauthentication_required(enabled=lambda request: not request.user.has_usable_password())
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request):
    """Tell what goes with an account; a POST that proves whose it is deletes it."""
    if belongs_to_newsroom(request.user):
        return render(request, "accounts/delete_refused.html", status=403)
    form = DeletionForm(request.POST if request.method == "POST" else None, user=request.user)
    if not form.is_valid():
        return render(request, "accounts/delete.html", {"form": form})
    delete_account(request.user)
    logout(request)
    return redirect("account_deleted")


@personal
@require_safe
def deleted(request):
    return render(request, "accounts/deleted.html")


@personal
@login_required
@require_safe
def totp_code(request):
    """The key of an authenticator app that is being set up, as a QR code: pages may hold no picture of their own."""
    if not (secret := request.session.get(SECRET_SESSION_KEY)):
        raise Http404
    adapter = get_second_step_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")
