import pytest
from django.contrib.auth import authenticate

from articles.models import Author
from newsportal.accounts.addresses import verified_address
from newsportal.accounts.models import User
from newsportal.demo_logins import demo_logins
from tests.factories import make_author, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    return tmp_path / ".demo-logins"


def test_site_without_accounts_gets_one_login_for_each_role_and_a_reader(path):
    logins = demo_logins(path)

    assert [(login.username, login.group) for login in logins] == [
        ("reporter", "Reporter"),
        ("editor", "Editor"),
        ("chief", "Chief editor"),
        ("reader", ""),
    ]
    for login in logins[:3]:
        user = authenticate(username=login.username, password=login.password)
        assert (user.is_staff, user.is_superuser) == (True, False)
        assert list(user.groups.values_list("name", flat=True)) == [login.group]
    reader = authenticate(username="reader", password=logins[3].password)
    assert (reader.is_staff, verified_address(reader)) == (False, "reader@readers.invalid")


def test_passwords_are_long_and_no_two_alike(path, tmp_path):
    first = demo_logins(path)
    User.objects.all().delete()
    second = demo_logins(tmp_path / "other")

    passwords = [login.password for login in first + second]
    assert (len(set(passwords)), min(map(len, passwords))) == (8, 16)


def test_file_is_for_its_owner_only(path):
    path.write_text("left by an earlier site\n")
    path.chmod(0o644)

    demo_logins(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert "earlier" not in path.read_text()


def test_second_run_prints_the_same_logins_and_makes_nothing(path):
    first = demo_logins(path)

    assert demo_logins(path) == first
    assert User.objects.count() == 4


def test_site_with_other_users_gets_no_login(path):
    make_user("anna")

    assert demo_logins(path) == []
    assert (path.exists(), User.objects.count()) == (False, 1)


def test_logins_that_no_longer_work_are_not_printed(path):
    reporter, _editor, _chief, reader = demo_logins(path)
    editor = User.objects.get(username="editor")
    editor.set_password("a new one of her own")
    editor.save()
    User.objects.filter(username="chief").update(is_active=False)

    assert demo_logins(path) == [reporter, reader]


def test_file_of_another_site_opens_nothing(path):
    demo_logins(path)
    User.objects.all().delete()
    make_user("anna")

    assert demo_logins(path) == []


def test_lost_file_is_not_made_again(path):
    demo_logins(path)
    path.unlink()

    assert demo_logins(path) == []


def test_lines_that_are_no_login_count_for_nothing(path):
    logins = demo_logins(path)
    path.write_text(path.read_text() + "\nwho knows\neditor\none two three\n")

    assert demo_logins(path) == logins


def test_reporter_signs_with_a_name_of_the_newsroom(path):
    make_author("Ada Reed")
    make_author("Ben Vale")

    demo_logins(path)

    assert [(author.name, str(author.user)) for author in Author.objects.all()] == [
        ("Ada Reed", "reporter"),
        ("Ben Vale", "None"),
    ]
