"""A request: read from its file, checked as a whole, with all that is wrong in it at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError, printable_path, reason_of, shortened
from exifilm_core.exchange import VERSION
from exifilm_core.messages import Text, joined
from exifilm_core.messages.exchange import Exchange
from exifilm_core.messages.fields import Fields
from exifilm_core.record import ExposureRecord
from exifilm_core.record.names import refusal
from exifilm_core.value import Value

EXAMPLE = '{"exifilm": 1, "do": "read", "files": ["/home/anna/scan_017.jpg"]}'
LIST, READ, SET = "list", "read", "set"
KEYS = ("exifilm", "do", "files", "fields", "values", "suggest")
_OF = {
    LIST: KEYS[:2],
    READ: ("exifilm", "do", "files", "fields", "suggest"),
    SET: KEYS,
}
"""The keys that a request may have, by what it asks to do."""


class Request(Value):
    """A valid request."""

    do: str
    files: tuple[str, ...] = ()
    """As the host names them; bytes of a name that are no UTF-8 are surrogates, as in `os`."""
    fields: tuple[str, ...] = ()
    """The names of the fields to answer."""
    values: Mapping[str, Any] = {}
    """What to set, by the name of the field; None empties it."""
    suggest: bool = False


class WrongRequestError(ExifilmError):
    """A request with faults, of which each has its words, and perhaps its field."""

    def __init__(self, problems: Sequence[ExifilmError]) -> None:
        super().__init__(joined((problem.text for problem in problems), "\n"))
        self.problems = problems


def panel_fields() -> tuple[str, ...]:
    """The names of the fields that a panel shows, unless its user has chosen others."""
    return tuple(field.name for field in ExposureRecord.fields() if field.in_panels)


def read_request(path: Path) -> Request:
    """The request in the file. WrongRequestError with everything that is wrong with it."""
    name = printable_path(path)
    try:
        if path.exists() and not path.is_file():  # a pipe might never end
            raise _wrong(Exchange.NOT_A_FILE(file=name))
        raw = path.read_bytes()
    except (OSError, ValueError) as problem:
        reason = reason_of(problem) if isinstance(problem, OSError) else str(problem)
        raise _wrong(Exchange.UNREADABLE_REQUEST(file=name, reason=reason)) from problem
    return request_of(raw)


def request_of(raw: bytes) -> Request:
    """The request in these bytes. WrongRequestError with everything that is wrong with it."""
    return _checked(_parsed(raw))


def _wrong(*texts: Text) -> WrongRequestError:
    return WrongRequestError([ExifilmError(text) for text in texts])


def _parsed(raw: bytes) -> Any:
    def in_order(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise _wrong(Exchange.KEY_TWICE(key=shortened(key)))
            found[key] = value
        return found

    def no_number(name: str) -> Any:
        raise ValueError(name)

    # A file's name need not be UTF-8; only its bytes can name it.
    text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    if "\0" in text:
        raise _wrong(Exchange.NOT_UTF8())
    try:
        return json.loads(text, object_pairs_hook=in_order, parse_constant=no_number)
    except (ValueError, RecursionError) as problem:
        reason = shortened(str(problem))
        raise _wrong(Exchange.REQUEST_NOT_JSON(reason=reason, example=EXAMPLE)) from problem


def _checked(data: Any) -> Request:
    if not isinstance(data, dict):
        raise _wrong(Exchange.REQUEST_NOT_AN_OBJECT(example=EXAMPLE))
    version: Any = data.get("exifilm")
    if _is_whole(version) and version > VERSION:  # of what is newer, nothing else is known
        raise _wrong(Exchange.NEWER(asked=version, known=VERSION))
    problems: list[ExifilmError] = []

    def take(key: str, wanted: Text, fits: Callable[[Any], bool], needed: bool) -> Any:
        if key not in data:
            if needed:
                problems.append(ExifilmError(Exchange.MISSING(key=key, wanted=wanted)))
        elif fits(data[key]):
            return data[key]
        else:
            problems.append(ExifilmError(Exchange.WRONG_TYPE(key=key, wanted=wanted)))
        return None

    problems += [ExifilmError(_unknown(key)) for key in data if key not in KEYS]
    whole = Exchange.VERSION(version=VERSION)
    take("exifilm", whole, lambda v: _is_whole(v) and v == VERSION, True)
    do = take("do", Exchange.DO(), lambda verb: isinstance(verb, str) and verb in _OF, True)
    if do:
        asked = [key for key in data if key in KEYS and key not in _OF[do]]
        problems += [ExifilmError(Exchange.NOT_FOR(do=do, key=key)) for key in asked]
    files = take("files", Exchange.LIST_OF_TEXTS(), _is_texts, do in (READ, SET))
    fields = take("fields", Exchange.LIST_OF_TEXTS(), _is_texts, False)
    texts = take("values", Exchange.OBJECT_OF_TEXTS(), _is_texts_by_name, do == SET)
    suggest = take("suggest", Exchange.YES_OR_NO(), lambda v: isinstance(v, bool), False)
    problems += _problems_of_files(files)
    names, wrong_names = _names(fields)
    values, wrong_values = _values(texts)
    problems += [*wrong_names, *wrong_values]
    if problems:
        raise WrongRequestError(problems)
    return Request(do, tuple(files or ()), names, values, bool(suggest))


def _unknown(key: str) -> Text:
    from difflib import get_close_matches

    if near := get_close_matches(key, KEYS, n=1):
        return Exchange.UNKNOWN_KEY_BUT(key=shortened(key), near=near[0])
    return Exchange.UNKNOWN_KEY(key=shortened(key), keys=", ".join(KEYS))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _is_texts_by_name(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _problems_of_files(files: list[str] | None) -> Iterable[ExifilmError]:
    if files is None:
        return
    if not files:
        yield ExifilmError(Exchange.NO_FILES())
    for name in files:
        if not Path(name).is_absolute():
            shown = printable_path(Path(name)) if name else "“”"
            yield ExifilmError(Exchange.RELATIVE(file=shown), file=Path(name))


def _names(fields: list[str] | None) -> tuple[tuple[str, ...], list[ExifilmError]]:
    if fields is None:
        return panel_fields(), []
    known = {field.name for field in ExposureRecord.fields()}
    wrong = [_no_field(name) for name in fields if name not in known]
    return tuple(dict.fromkeys(fields)), wrong


def _no_field(name: str) -> ExifilmError:
    return ExifilmError(refusal(name, ExposureRecord.fields()).text, field=name)


def _values(texts: dict[str, str] | None) -> tuple[dict[str, Any], list[ExifilmError]]:
    """The values of the texts, by field; every one that is invalid has its error."""
    if texts is None:
        return {}, []
    if not texts:
        return {}, [ExifilmError(Exchange.NO_VALUES())]
    values: dict[str, Any] = {}
    wrong: list[ExifilmError] = []
    known = {field.name: field for field in ExposureRecord.fields()}
    for name, text in texts.items():
        if name not in known:
            wrong.append(_no_field(name))
            continue
        try:
            written = known[name].written(text)
        except ExifilmError as problem:
            wrong.append(problem)
            continue
        for meant, value in written.items():
            if values.setdefault(meant, value) != value:
                wrong.append(ExifilmError(Fields.GIVEN_TWICE(name=meant), field=meant))
    return values, wrong
