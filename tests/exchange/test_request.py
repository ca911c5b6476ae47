"""A request: what is valid, and the words for everything that is not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core import ExposureRecord
from exifilm_core.exchange.request import (
    KEYS,
    WrongRequestError,
    panel_fields,
    read_request,
    request_of,
)
from tests.record.full_record import full_record

READ: dict[str, Any] = {"exifilm": 1, "do": "read", "files": ["/a/b.jpg"]}
SET: dict[str, Any] = {**READ, "do": "set", "values": {"film": "FP4"}}


def refused(data: Any) -> list[str]:
    """The words for each fault of a request."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(WrongRequestError) as refusal:
        request_of(raw)
    assert str(refusal.value) == "\n".join(str(one.text) for one in refusal.value.problems)
    return [str(one.text) for one in refusal.value.problems]


def test_a_request_to_read() -> None:
    request = request_of(json.dumps(READ).encode())
    assert (request.do, request.files, request.values) == ("read", ("/a/b.jpg",), {})
    assert (request.fields, request.suggest) == (panel_fields(), False)


def test_a_request_to_set() -> None:
    values = {"aperture": "22½", "film": "", "exposure_time": "8 x 4 s", "taken": "c. 1974"}
    data = {**SET, "values": values, "fields": ["film", "film"], "suggest": True}
    request = request_of(b"\xef\xbb\xbf" + json.dumps(data, ensure_ascii=False).encode())
    assert request.values == {
        "aperture": ExposureRecord(aperture="22½").aperture,
        "film": None,
        "exposure_time": 32.0,
        "exposures": 8,
        "taken": ExposureRecord(taken="c. 1974").taken,
    }
    assert (request.fields, request.suggest) == (("film",), True)


def test_every_field_is_set_by_what_it_shows() -> None:
    record = full_record()
    texts = {name: record.show(name) for name in record}
    request = request_of(json.dumps({**SET, "values": texts}).encode())
    assert ExposureRecord(**request.values) == record


def test_a_name_that_is_not_utf8() -> None:
    raw = json.dumps(READ).encode().replace(b"b.jpg", b"\xff.jpg")
    assert os.fsencode(request_of(raw).files[0]) == b"/a/\xff.jpg"


EXAMPLE = '{"exifilm": 1, "do": "read", "files": ["/home/anna/scan_017.jpg"]}'


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "the request is not JSON (Expecting value: line 1 column 1 (char 0)). Write an"),
        (b"{", "the request is not JSON ("),
        (b"[" * 100_000, "the request is not JSON ("),
        (b'{"exifilm": NaN}', "the request is not JSON (NaN)"),
        (b"1" * 5000, "the request is not JSON ("),
        (json.dumps(READ).encode("utf-16"), "the request is not UTF-8. Write it in UTF-8."),
        (b"[]", f"the request is not an object. Write one, such as {EXAMPLE}."),
        (b'"text"', "the request is not an object."),
        (b"null", "the request is not an object."),
        (b'{"do": "read", "do": "set"}', "“do” is given twice. Remove one."),
    ],
)
def test_what_is_no_request_at_all(raw: bytes, words: str) -> None:
    [said] = refused(raw)
    assert said.startswith(words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"exifilm": None}, "“exifilm” must be the version of the exchange, 1."),
        ({"exifilm": True}, "“exifilm” must be the version of the exchange, 1."),
        ({"exifilm": 0}, "“exifilm” must be the version of the exchange, 1."),
        ({"exifilm": "1"}, "“exifilm” must be the version of the exchange, 1."),
        ({"exifilm": 1.0}, "“exifilm” must be the version of the exchange, 1."),
        ({"do": "delete"}, "“do” must be “read”, “set” or “list”."),
        ({"do": ["read"]}, "“do” must be “read”, “set” or “list”."),
        ({"files": "/a.jpg"}, "“files” must be a list of texts."),
        ({"files": [1]}, "“files” must be a list of texts."),
        ({"files": []}, "“files” is empty. Give at least one file."),
        (
            {"files": ["a.jpg"]},
            "a.jpg is not an absolute path. Give the path from the root folder.",
        ),
        ({"files": [""]}, "“” is not an absolute path. Give the path from the root folder."),
        ({"fields": {"film": ""}}, "“fields” must be a list of texts."),
        ({"fields": ["flim"]}, "there is no field “flim”. Did you mean film?"),
        ({"fields": ["Film"]}, "there is no field “Film”. Did you mean film"),
        ({"suggest": 1}, "“suggest” must be true or false."),
        ({"valeus": {}}, "a request has no key “valeus”. Did you mean “values”?"),
        (
            {"colour": 1},
            f"a request has no key “colour”. The keys are: {', '.join(KEYS)}.",
        ),
        ({"values": {"film": "x"}}, "a request to read has no key “values”. Remove it."),
    ],
)
def test_one_fault(change: dict[str, Any], words: str) -> None:
    [said] = refused(READ | change)
    assert said.startswith(words)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "“values” must be an object with a text for each field."),
        ({"film": None}, "“values” must be an object with a text for each field."),
        ({"aperture": 22}, "“values” must be an object with a text for each field."),
        ({}, "“values” is empty. Give at least one field."),
        ({"flim": "x"}, "there is no field “flim”. Did you mean film?"),
        ({"aperture": "moon"}, "Aperture (aperture): “moon” is not a valid aperture. Enter"),
        (
            {"exposures": "3", "exposure_time": "8 x 4 s"},
            "exposures is given twice, with different values.",
        ),
    ],
)
def test_a_fault_in_the_values(values: Any, words: str) -> None:
    [said] = refused(SET | {"values": values})
    assert said.startswith(words)


def test_an_invalid_value_names_its_field_and_nothing_is_lost_of_the_others() -> None:
    with pytest.raises(WrongRequestError) as refusal:
        request_of(
            json.dumps(SET | {"values": {"aperture": "x", "film": "a", "taken": "y"}}).encode()
        )
    assert [one.field for one in refusal.value.problems] == ["aperture", "taken"]


def test_all_faults_are_said_at_once() -> None:
    said = refused({"do": "set", "valeus": 1, "files": ["a"], "fields": ["flim"]})
    assert said == [
        "a request has no key “valeus”. Did you mean “values”?",
        "“exifilm” is missing. Add the version of the exchange, 1.",
        "“values” is missing. Add an object with a text for each field.",
        "a is not an absolute path. Give the path from the root folder.",
        "there is no field “flim”. Did you mean film?",
    ]


def test_a_newer_request_is_refused_whatever_else_is_in_it() -> None:
    assert refused({"exifilm": 2, "make": "coffee"}) == [
        "the request is in version 2 of the exchange, and this ExiFilm knows only version 1. "
        "Update ExiFilm."
    ]


def test_a_request_that_cannot_be_read(tmp_path: Path) -> None:
    def said(path: Path) -> str:
        with pytest.raises(WrongRequestError) as refusal:
            read_request(path)
        return str(refusal.value)

    absent = tmp_path / "absent.json"
    assert said(absent) == f"the request {absent} cannot be read: No such file or directory."
    assert said(tmp_path) == f"the request {tmp_path} is not a file."
    if hasattr(os, "mkfifo"):  # it would never end
        os.mkfifo(tmp_path / "pipe")
        assert said(tmp_path / "pipe") == f"the request {tmp_path / 'pipe'} is not a file."


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.sampled_from([*KEYS, "x"]), inside),
)


@given(_JSON | st.fixed_dictionaries(dict.fromkeys(KEYS, _JSON)))
def test_no_request_whatever_fails_without_words(data: Any) -> None:
    with pytest.raises(WrongRequestError) as refusal:
        request_of(json.dumps(data).encode())
    assert all(str(one.text) for one in refusal.value.problems)


@given(st.binary())
def test_no_bytes_whatever_fail_without_words(raw: bytes) -> None:
    with pytest.raises(WrongRequestError):
        request_of(raw)
