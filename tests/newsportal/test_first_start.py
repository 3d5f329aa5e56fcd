from newsportal.environment import read_environment
from newsportal.first_start import ensure_environment


def variables_of(path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line and line[0] != "#")


def test_first_start_writes_an_environment_the_site_starts_with(tmp_path):
    path = tmp_path / ".env"

    assert ensure_environment(path)

    environment = read_environment(tmp_path, variables_of(path))
    assert (environment.debug, environment.site_name, environment.agency) == (False, "Northlight", "NORTHLIGHT")
    assert path.stat().st_mode & 0o777 == 0o600


def test_first_start_makes_a_secret_of_its_own_each_time(tmp_path):
    for name in ("one", "two"):
        ensure_environment(tmp_path / name)

    assert len({variables_of(tmp_path / name)["SECRET_KEY"] for name in ("one", "two")}) == 2


def test_first_start_leaves_an_environment_as_it_is(tmp_path):
    path = tmp_path / ".env"
    path.write_text("DEBUG=1\n")

    assert not ensure_environment(path)
    assert path.read_text() == "DEBUG=1\n"
