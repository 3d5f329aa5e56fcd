import pytest
from django.core.wsgi import get_wsgi_application

from newsportal.fresh.application import FreshPages
from newsportal.fresh.watching import Watch
from newsportal.profiling import SUBJECTS, _subject, profile_page
from tests.factories import make_article
from topics.versions import Versions

# A request closes the connection, and with it the transaction of a test that has one.
pytestmark = pytest.mark.django_db(transaction=True)


class Steady(Watch):
    def versions(self):
        return Versions({})


def test_time_of_a_page_is_told_by_subjects(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    story = make_article()
    pages = FreshPages(get_wsgi_application(), watch=Steady(), most_bytes=1)

    stats, seconds = profile_page(pages, story.get_absolute_url(), rounds=2)

    assert {"rendering", "writing SQL", "waiting for the database, and its driver"} <= seconds.keys()
    assert sum(seconds.values()) == pytest.approx(stats.total_tt, rel=0.05)
    with pytest.raises(ValueError, match="404"):
        profile_page(pages, "/nowhere/", rounds=1)


@pytest.mark.parametrize(
    ("file", "subject"),
    [
        ("/lib/django/db/models/sql/compiler.py", "writing SQL"),
        ("/lib/django/db/models/query.py", "making objects of rows"),
        ("/site/newsportal/templatetags/remembering.py", "looking for what was rendered before"),
        ("/lib/decimal.py", "other"),
    ],
)
def test_file_belongs_to_its_subject(file, subject):
    assert _subject(file) == subject
    assert subject in {*SUBJECTS.values(), "other"}
