"""The matrix: a release or a host is one line, and an error message shows a wrong one."""

from pathlib import Path

import pytest

from tests.gate import matrix
from tests.gate.errors import GateError

TRUE = matrix.read()


def test_every_release_has_a_bare_image_and_those_with_hosts_a_hosts_image() -> None:
    assert {image.name for image in TRUE.images} == {
        *("bookworm-bare", "bookworm-hosts", "trixie-bare", "trixie-hosts"),
        *("forky-bare", "forky-hosts", "bullseye-bare"),
    }
    assert set(TRUE.image("trixie-bare").packages) == {"git", "make"}
    assert {"git", "make", "xvfb", "gimp"} <= set(TRUE.image("trixie-hosts").packages)


def test_every_suite_has_a_script_and_an_image() -> None:
    for suite in TRUE.suites:
        assert suite.script.is_file()
        assert TRUE.pairs([], [suite.name])


def test_a_release_stands_for_all_its_images() -> None:
    assert [image.name for image in TRUE.select(["trixie"])] == ["trixie-bare", "trixie-hosts"]
    assert [image.name for image in TRUE.select(["trixie-hosts"])] == ["trixie-hosts"]
    assert TRUE.select([]) == list(TRUE.images)


def test_suites_meet_the_images_they_are_for() -> None:
    pairs = [(image.name, suite.name) for image, suite in TRUE.pairs(["trixie"], [])]
    assert pairs == [
        ("trixie-bare", "newcomer"),
        ("trixie-bare", "core"),
        ("trixie-hosts", "hosts"),
        ("trixie-hosts", "photo"),
    ]


@pytest.mark.parametrize(
    ("images", "suites", "said"),
    [
        (["sid"], [], "no image 'sid'. Known: bookworm, bookworm-bare"),
        ([], ["gui"], "no suite 'gui'. Known: newcomer, core, hosts, photo, python2"),
        (["bullseye"], ["hosts"], "No image of bullseye is meant for hosts"),
    ],
)
def test_what_is_not_there_is_refused(images: list[str], suites: list[str], said: str) -> None:
    with pytest.raises(GateError, match=said):
        TRUE.pairs(images, suites)


def test_another_release_is_one_line(tmp_path: Path) -> None:
    line = 'duke = { suites = ["core"], hosts = ["gimp"] }'
    file = tmp_path / "matrix.toml"
    file.write_text(matrix.FILE.read_text().replace("[releases]", f"[releases]\n{line}"))
    more = matrix.read(file)
    assert {image.name for image in set(more.images) - set(TRUE.images)} == {
        "duke-bare",
        "duke-hosts",
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("duke = {", "cannot be read"),
        ('duke = { suites = ["gui"] }', "duke: There is no suite 'gui'"),
        ('duke = { suites = [], hosts = ["gmip"] }', "duke: There is no host 'gmip'"),
        ("duke = { hosts = [] }", "'suites' is missing"),
    ],
)
def test_a_slip_in_it_is_said(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "matrix.toml"
    file.write_text(matrix.FILE.read_text().replace("[releases]", f"[releases]\n{line}"))
    with pytest.raises(GateError, match=said):
        matrix.read(file)
