"""The answer to a request, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from exifilm_core.actions.selected import Done
from exifilm_core.errors import ExifilmError
from exifilm_core.exchange import VERSION
from exifilm_core.exchange.language import file_of, translated, words_of
from exifilm_core.exchange.notes import notes_of
from exifilm_core.exchange.request import Request, WrongRequestError
from exifilm_core.messages import Text
from exifilm_core.record import ExposureRecord
from exifilm_core.record.in_hosts import in_hosts
from exifilm_core.record.shared import Values, values_in
from exifilm_core.scans import Scan

Json = dict[str, Any]


def refusal(problem: ExifilmError | OSError) -> Json:
    """The answer to a request by which nothing was done."""
    several = problem.problems if isinstance(problem, WrongRequestError) else [problem]
    return _answer(problems=[_problem(one) for one in several])


def listed() -> Json:
    """The answer to “list”: the fields there are, in the order of the form."""
    fields = [
        {
            "name": field.name,
            "label": translated(Text(field.label)),
            "section": translated(Text(field.section.title)),
            "help": translated(field.hint),
            "lines": bool(getattr(field.kind, "lines", False)),
            "counts": field.counts,
            "in_panels": field.in_panels,
        }
        for field in ExposureRecord.fields()
    ]
    return _answer(fields=fields)


def answered(
    request: Request, done: Sequence[Done], suggested: Sequence[ExposureRecord] = ()
) -> Json:
    """The answer to “read” and “set”; `suggested` are records of other scans."""
    records = [one.scan.record for one in done if one.scan]
    others = values_in([*records, *suggested], request.fields) if request.suggest else None
    fields = [
        _field(values, others[number] if others else None)
        for number, values in enumerate(values_in(records, request.fields))
    ]
    problems: list[Json] = []
    notes: list[Json] = []
    scans: list[Json] = []
    for one in done:
        if one.problem:
            problems.append(_problem(one.problem, one.selected.files[0]))
        if one.scan:
            scans.append(_scan(one, one.scan))
            notes += _notes(one, one.scan)
    saved = sum(bool(one.saved and one.saved.tags) for one in done)
    left = sum(one.left for one in done)
    return _answer(
        fields=fields,
        scans=scans,
        problems=problems,
        notes=notes,
        read=len(records),
        saved=saved,
        unchanged=sum(one.saved is not None for one in done) - saved,
        left=left,
        cancelled=left > 0,
    )


def _answer(**parts: Any) -> Json:
    """All keys of an answer, so that a host finds each in every answer."""
    program = import_module("exifilm_core").__version__  # the package itself imports much more
    lists = dict.fromkeys(("fields", "scans", "problems", "notes"), ())
    counts = dict.fromkeys(("read", "saved", "unchanged", "left"), 0)
    return {
        "exifilm": VERSION,
        "program": program,
        **{name: list(items) for name, items in lists.items()},
        **counts,
        "cancelled": False,
        **parts,
    }


def _problem(problem: ExifilmError | OSError, named: str | None = None) -> Json:
    file = file_of(problem)
    name = named if named is not None or file is None else str(file)
    field = problem.field if isinstance(problem, ExifilmError) else None
    return _said(name, field, words_of(problem))


def _said(file: str | None, field: str | None, message: str, hint: Text | None = None) -> Json:
    said = translated(hint) if hint else None
    return {"file": file, "field": field, "message": message, "hint": said}


def _field(values: Values, others: Values | None) -> Json:
    declared = ExposureRecord.field(values.name)
    said = {
        "name": declared.name,
        "label": translated(Text(declared.label)),
        "text": values.text,
        "mixed": values.mixed,
        "filled": values.filled,
        "values": [{"text": text, "count": count} for text, count in values.counted.items()],
    }
    if others:
        said["suggestions"] = [text for text in others.counted if text]
    return said


def _scan(done: Done, scan: Scan) -> Json:
    saved = done.saved
    return {
        "files": list(done.selected.files),
        "saved": bool(saved and saved.tags),
        "changed": [change.field for change in saved.changes] if saved else [],
        "shown": in_hosts(scan.record),
    }


def _notes(done: Done, scan: Scan) -> Iterator[Json]:
    """What to know of a scan: findings in it, and the warnings of its save."""
    name = done.selected.files[0]
    for warning in done.saved.warnings if done.saved else ():
        yield _said(name, None, translated(warning))
    try:
        notes = list(notes_of(scan, just_saved=bool(done.saved and done.saved.tags)))
    except ExifilmError as problem:  # the journal cannot be read
        yield _said(name, None, words_of(problem))
    else:
        for note in notes:
            yield _said(name, note.field, translated(note.text), note.hint)
