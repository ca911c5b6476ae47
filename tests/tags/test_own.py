"""Our own copies of subject and keywords, and which tag counts if the standard one differs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.tags.mapping import drifted, read_record, to_write
from exifilm_core.tags.styles import Raw
from tests.tags.test_mapping import written

TITLE, WORDS = "XMP-dc:Title", "XMP-dc:Subject"
RECORD = ExposureRecord(subject="Half Dome, Moonrise", keywords="snow, moon")


def former(**values: list[Any]) -> Any:
    def of(name: str) -> Collection[Any]:
        return values.get(name, [])

    return of


def with_tag(name: str, raw: Raw, record: ExposureRecord = RECORD) -> dict[str, Raw]:
    """The tags of a saved record, one of them from another program."""
    tags = {**written(record), name: raw}
    return {tag: raw for tag, raw in tags.items() if raw is not None}


@pytest.mark.parametrize("there", [None, "Half Dome", "The old title"])
def test_an_old_text_that_came_back_is_put_right_by_the_next_save(there: str | None) -> None:
    before = former(subject=["The old title", RECORD.subject])
    tags = with_tag(TITLE, there)
    assert read_record(tags, sidecar=False, former=before).record == RECORD
    (drift,) = drifted(tags, sidecar=False, former=before)
    assert (drift.field, drift.tag, drift.text, drift.returns) == (
        "subject", TITLE, there or "", True,
    )  # fmt: skip
    writes = to_write(RECORD, RECORD.replace(notes="n"), tags, sidecar=False, former=before)
    assert writes[TITLE] == RECORD.subject


def test_what_a_person_wrote_elsewhere_stays_until_it_is_chosen() -> None:
    tags = with_tag(TITLE, "Typed in digiKam")
    assert read_record(tags, sidecar=False).record == RECORD
    (drift,) = drifted(tags, sidecar=False)
    assert (drift.value, drift.returns) == ("Typed in digiKam", False)
    assert TITLE not in to_write(RECORD, RECORD.replace(notes="n"), tags, sidecar=False)
    named = to_write(RECORD, RECORD, tags, sidecar=False, also=["subject"])
    assert named[TITLE] == RECORD.subject
    accepted = RECORD.replace(subject=drift.value)
    assert to_write(RECORD, accepted, tags, sidecar=False)["XMP-exifilm:Subject"] == drift.value


def test_an_emptied_subject_stays_empty() -> None:
    empty = RECORD.replace(subject=None)
    tags = with_tag(TITLE, "The old title", empty)
    before = former(subject=["The old title"])
    assert read_record(tags, sidecar=False, former=before).record == empty
    assert to_write(empty, empty, tags, sidecar=False, former=before)[TITLE] is None


def test_words_that_were_added_elsewhere_are_taken() -> None:
    tags = with_tag(WORDS, ["snow", "moon", "Yosemite"])
    found = read_record(tags, sidecar=False).record
    assert found.keywords == ("snow", "moon", "Yosemite")
    assert list(drifted(tags, sidecar=False)) == []
    writes = to_write(found, found.replace(notes="n"), tags, sidecar=False)
    assert writes["XMP-exifilm:Keywords"] == ["snow", "moon", "Yosemite"]
    assert WORDS not in writes


def test_a_list_that_gimp_has_made_one_text_of_is_a_list() -> None:
    tags = with_tag("XMP-exifilm:Keywords", "snow, moon")
    assert read_record(tags, sidecar=False).record == RECORD
    assert not list(drifted(tags, sidecar=False))
    tags = with_tag(WORDS, ["snow", "moon", "new"]) | {"XMP-exifilm:Keywords": "snow, moon"}
    assert read_record(tags, sidecar=False).record.keywords == ("snow", "moon", "new")


def test_a_keyword_may_hold_a_comma() -> None:
    record = ExposureRecord(keywords='"Lindqvist, Anna"')
    assert read_record(written(record), sidecar=False).record == record
    tags = with_tag(WORDS, ["lake", "Anna"], record)  # keywords from a library
    assert read_record(tags, sidecar=False).record.keywords == ("Lindqvist, Anna", "lake", "Anna")


def test_words_that_were_removed_elsewhere_have_drifted() -> None:
    tags = with_tag(WORDS, ["moon"])
    assert read_record(tags, sidecar=False).record == RECORD
    (drift,) = drifted(tags, sidecar=False)
    assert (drift.field, drift.value, drift.returns) == ("keywords", ("moon",), False)
    assert WORDS not in to_write(RECORD, RECORD.replace(notes="n"), tags, sidecar=False)


def test_words_that_the_record_has_given_up_do_not_come_back() -> None:
    before = former(keywords=[("snow", "moon", "typo")])
    tags = with_tag(WORDS, ["snow", "moon", "typo"])
    assert read_record(tags, sidecar=False, former=before).record == RECORD
    writes = to_write(RECORD, RECORD.replace(notes="n"), tags, sidecar=False, former=before)
    assert writes[WORDS] == ["snow", "moon"]


@pytest.mark.parametrize("saved", [False, True])
def test_what_programs_attach_is_no_word_of_the_record_and_stays(saved: bool) -> None:
    attached = ["darktable", "exported", "format", "jpg"]
    tags: dict[str, Raw] = dict(written(RECORD)) if saved else {}
    tags |= {
        WORDS: ["snow", *attached, "moon"],
        "XMP-lr:HierarchicalSubject": ["darktable|exported", "darktable|format|jpg", "land|snow"],
    }
    found = read_record(tags, sidecar=False).record
    assert found.keywords == ("snow", "moon")
    assert not list(drifted(tags, sidecar=False))
    writes = to_write(found, found.replace(keywords="snow"), tags, sidecar=False)
    assert writes[WORDS] == ["snow", *attached]
    assert writes["XMP-exifilm:Keywords"] == ["snow"]


FILM_TAGS = ["film|stock|FP4", "film|format|4x5", "film|developer|D-76"]
LEVELS = ["film", "stock", "FP4", "format", "4x5", "developer", "D-76"]


@pytest.mark.parametrize("sidecar", [False, True])
@pytest.mark.parametrize("saved", [False, True])
@pytest.mark.parametrize(
    ("words", "entries"),
    [
        (LEVELS, FILM_TAGS),
        (FILM_TAGS, FILM_TAGS),
        (FILM_TAGS, []),
        ([*LEVELS, *FILM_TAGS], FILM_TAGS),
    ],
    ids=["levels", "entries", "entries alone", "both"],
)
def test_the_tags_of_a_film_are_no_keywords_and_stay(
    words: list[str], entries: list[str], saved: bool, sidecar: bool
) -> None:
    """A panel attaches them in darktable, which writes them to its sidecar and its exports."""
    record = RECORD.replace(film="FP4", film_format="4x5", developer="D-76")
    tags: dict[str, Raw] = dict(written(record)) if saved else {}
    tags |= {WORDS: ["snow", *words, "moon"], "XMP-lr:HierarchicalSubject": entries}
    found = read_record(tags, sidecar=sidecar).record
    assert found.keywords == ("snow", "moon")
    assert not list(drifted(tags, sidecar=sidecar))
    writes = to_write(found, found.replace(keywords="snow", film="HP5"), tags, sidecar=sidecar)
    assert writes[WORDS] == ["snow", *words]
    assert "XMP-lr:HierarchicalSubject" not in writes


def test_a_word_of_the_photographers_own_is_theirs_though_a_program_attaches_it_too() -> None:
    record = ExposureRecord(keywords="darktable")
    tags = with_tag("XMP-lr:HierarchicalSubject", ["darktable|exported"], record)
    assert read_record(tags, sidecar=False).record == record
    assert to_write(record, record, tags, sidecar=False) == {}
    assert not list(drifted(tags, sidecar=False))


@pytest.mark.parametrize("version", [None, "1.0"])
def test_before_version_1_1_the_standard_tags_count_and_our_copies_do_not(
    version: str | None,
) -> None:
    tags = {
        **written(ExposureRecord(subject="Stale", keywords="stale")),
        TITLE: "As it is",
        WORDS: ["this"],
        "XMP-exifilm:RecordVersion": version,
    }
    tags = {name: raw for name, raw in tags.items() if raw is not None}
    found = read_record(tags, sidecar=False).record
    assert (found.subject, found.keywords) == ("As it is", ("this",))
    assert not list(drifted(tags, sidecar=False))
    writes = to_write(found, found.replace(notes="n"), tags, sidecar=False)
    assert writes["XMP-exifilm:Subject"] == "As it is"
    assert writes["XMP-exifilm:Keywords"] == ["this"]
    assert writes["XMP-exifilm:RecordVersion"] == "1.1"


def test_what_the_form_leaves_as_it_is_keeps_its_meaning_where_copies_begin_to_count() -> None:
    tags = {TITLE: "Here", "XMP-exifilm:RecordVersion": "1.0", "XMP-exifilm:Film": "HP5+"}
    here = read_record(tags, sidecar=False).record
    new = here.replace(subject="In another place", notes="n")
    writes = to_write(here, new, tags, sidecar=False, leave=["subject"])
    assert writes["XMP-exifilm:Subject"] == "Here" and TITLE not in writes
