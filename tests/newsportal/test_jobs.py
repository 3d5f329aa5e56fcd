"""What the site does from time to time, by itself."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from newsportal.jobs import periodic_jobs


@pytest.mark.parametrize("job", periodic_jobs().values(), ids=lambda job: job.command)
def test_every_job_is_a_command_that_takes_its_arguments(job):
    command = load_command_class(get_commands()[job.command], job.command)

    options = command.create_parser("manage.py", job.command).parse_args(job.arguments)

    assert options is not None


def test_operators_are_told_every_job_for_cron():
    guide = (Path(__file__).parents[2] / "docs/operators.md").read_text(encoding="utf-8")

    told = re.findall(r"^    [*0-9/ ]+cd \S+ && \S+python manage\.py (.+)$", guide, re.MULTILINE)

    assert sorted(told) == sorted(" ".join([job.command, *job.arguments]) for job in periodic_jobs().values())


def test_search_is_looked_after_without_anybody_asking():
    searching = {"rebuild_search": ("--if-behind",), "collect_vocabulary": (), "forget_searches": ()}

    assert {name: job.arguments for name, job in periodic_jobs().items() if name in searching} == searching
