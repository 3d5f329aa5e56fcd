"""Settings of the portal. The environment decides; ``.env`` beside ``manage.py`` fills what it leaves open."""

import os
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from newsportal.environment import read_environment

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env") if (BASE_DIR / ".env").exists() else None
ENVIRONMENT = read_environment(BASE_DIR, os.environ)

# The site
SITE_URL = ENVIRONMENT.site_url
SITE_NAME = ENVIRONMENT.site_name
AGENCY = ENVIRONMENT.agency
ROOT_URLCONF = "newsportal.urls"
WSGI_APPLICATION = "newsportal.wsgi.application"
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts

INSTALLED_APPS = [
    "newsportal.desk.NewsroomAdminConfig",
    "newsportal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "newsportal.accounts",  # after them: it takes their models off the desk
    "newsportal.feeds",
    "newsportal.home",
    "newsportal.currency",
    "newsportal.partners",
    "newsportal.pages",
    "newsportal.schedule",
    "newsportal.purging",
    "articles",
    "topics",
    "csp",
    "django_filters",
    "django_prose_editor",
    "js_asset",
    "taggit",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsportal.middleware.ContentSecurityPolicy",
    "newsportal.middleware.permissions_policy",
    "newsportal.unavailable.answer_without_database",
    "newsportal.middleware.hold_versions",
    "newsportal.replicas.read_from_replicas",
    "django.middleware.http.ConditionalGetMiddleware",
    "newsportal.middleware.keep_nothing_unasked",  # below it: what nobody keeps has no tag
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "newsportal.middleware.MessagesWhenAsked",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsportal.zones.reader_zone",
]

TEMPLATE_LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": TEMPLATE_LOADERS if DEBUG else [("newsportal.quick.folding.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsportal.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets may have templates of ours

# Database and cache
DATABASES = ENVIRONMENT.databases
REPLICAS = [alias for alias in DATABASES if alias != "default"]
DATABASE_ROUTERS = ["newsportal.replicas.Router"] if REPLICAS else []
CACHES = {"default": ENVIRONMENT.cache}
# What caches in front of the site are told of an answer (topics.surrogate_keys), with what stands between two keys.
KEY_HEADERS = {"Surrogate-Key": " "} | ({"Cache-Tag": ","} if ENVIRONMENT.cloudflare[0] else {})
PAGES_KEPT_BYTES = ENVIRONMENT.pages_kept_mb * 1024 * 1024  # of each process (newsportal.fresh)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Caches in front that are told what has changed (newsportal.purging)
PURGE_URLS = ENVIRONMENT.purge_urls
FASTLY_SERVICE_ID, FASTLY_TOKEN = ENVIRONMENT.fastly
CLOUDFLARE_ZONE_ID, CLOUDFLARE_TOKEN = ENVIRONMENT.cloudflare
TELLS_CACHES = bool(PURGE_URLS or FASTLY_SERVICE_ID or CLOUDFLARE_ZONE_ID)

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Readers' accounts (allauth). Signing in works before the address is verified; mail waits for it (accounts.adapter).
ACCOUNT_ADAPTER = "newsportal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "newsportal.accounts.forms.AddEmailForm",
    "change_password": "newsportal.accounts.forms.ChangePasswordForm",
    "confirm_login_code": "newsportal.accounts.forms.ConfirmLoginCodeForm",
    "login": "newsportal.accounts.forms.LoginForm",
    "reauthenticate": "newsportal.accounts.forms.ReauthenticateForm",
    "request_login_code": "newsportal.accounts.forms.RequestLoginCodeForm",
    "reset_password": "newsportal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "newsportal.accounts.forms.ResetPasswordKeyForm",
    "set_password": "newsportal.accounts.forms.SetPasswordForm",
    "signup": "newsportal.accounts.forms.SignupForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "account"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody verified such an address
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # mail is not always quick
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USER_DISPLAY = "newsportal.accounts.adapter.display_name"
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxy_count
MFA_ADAPTER = "newsportal.accounts.adapter.SecondStepAdapter"
MFA_FORMS = {
    "activate_totp": "newsportal.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "newsportal.accounts.forms.AddPasskeyForm",
    "authenticate": "newsportal.accounts.forms.SecondStepForm",
    "authenticate_webauthn": "newsportal.accounts.forms.SecondStepPasskeyForm",
    "edit_webauthn": "newsportal.accounts.forms.RenamePasskeyForm",
    "login_webauthn": "newsportal.accounts.forms.LoginPasskeyForm",
    "reauthenticate": "newsportal.accounts.forms.ReauthenticateByCodeForm",
    "reauthenticate_webauthn": "newsportal.accounts.forms.ReauthenticatePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# The library would forbid whoever has a second step to change their address. Our forms ask for a verified one instead.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Language and time
LANGUAGE_CODE = ENVIRONMENT.language_code
LANGUAGES = [(LANGUAGE_CODE, _("the site's language"))]  # one edition, one language
TIME_ZONE = ENVIRONMENT.time_zone
USE_I18N = True
USE_TZ = True

# Files. Renditions are served by the application (articles.views.media), originals never leave the desk.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = ENVIRONMENT.media_root
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsportal.static_files.JoinedStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644

# Tags
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False

# E-mail
EMAIL_BACKEND = ENVIRONMENT.email["EMAIL_BACKEND"]
EMAIL_HOST = ENVIRONMENT.email.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = ENVIRONMENT.email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = ENVIRONMENT.email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = ENVIRONMENT.email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = ENVIRONMENT.email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = ENVIRONMENT.email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 30  # seconds; without a limit a mail server that hangs would hold a reader's page for ever
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.default_from_email

# Safety. The scheme of SITE_URL decides: https brings the redirect, Secure cookies and HSTS.
SECURE_SSL_REDIRECT = ENVIRONMENT.is_https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
SECURE_HSTS_SECONDS = ENVIRONMENT.hsts_seconds if ENVIRONMENT.is_https else 0
# Other hosts of the domain and the browsers' preload lists are for their operator to decide, not for one site on it.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
if ENVIRONMENT.trusted_proxy_count:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxy_count

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# The editor of the article form brings one import map and one style of its own; a nonce lets in just these.
EDITOR_CSP = {"script-src": [SELF, NONCE], "style-src": [SELF, NONCE], "img-src": [SELF, "data:"]}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tokens": {"()": "newsportal.logs.HideTokens"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "server": {"()": "django.utils.log.ServerFormatter", "format": "[{server_time}] {message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]},
        "server": {"class": "logging.StreamHandler", "formatter": "server", "filters": ["tokens"]},
    },
    "loggers": {
        "django.request": {"filters": ["tokens"]},  # before Django's own handlers see what was asked for
        "django.server": {"handlers": ["server"]},
        "urllib3": {"level": "ERROR"},  # what a source does wrong stands on the source, not here in its own words
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
