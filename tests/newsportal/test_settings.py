from tests.running import SECRET_KEY, manage


def test_production_without_a_secret_refuses_to_start_in_one_sentence():
    result = manage("check")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "manage.py: The site cannot start. SECRET_KEY is not set: put a long random value into the environment or "
        ".env.\n"
    )


def test_deployment_check_has_nothing_to_say_about_a_site_on_https():
    result = manage(
        "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=SECRET_KEY, SITE_URL="https://news.example"
    )

    # The two are HSTS for subdomains and preloading, which are not this site's to promise.
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (2 silenced).\n")


def test_https_brings_the_redirect_secure_cookies_and_hsts():
    code = (
        "from django.conf import settings as s; "
        "print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
    )
    shell = ("shell", "--no-imports", "-c", code)

    on_https = manage(*shell, SECRET_KEY=SECRET_KEY, SITE_URL="https://news.example", HSTS_SECONDS="600")
    on_loopback = manage(*shell, SECRET_KEY=SECRET_KEY, HSTS_SECONDS="600")

    assert (on_https.stdout, on_loopback.stdout) == ("True True True 600\n", "False False False 0\n")
