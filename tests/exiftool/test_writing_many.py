"""One command writes many files, each with its own values; a bad one does not spoil the others."""

from __future__ import annotations

from pathlib import Path

from exifilm_core import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.exiftool.child import Answer
from exifilm_core.exiftool.writing import Writing, parts, together
from exifilm_core.files.atomic import NewVersion
from exifilm_core.tags import iim

FILM = "XMP-exifilm:Film"
PLAIN = ("1.jpg", "two words.jpg", "drei ü.JPG", "-q.jpg")
STRANGE = ("100%.jpg", "#4.jpg", "line\nbreak.jpg", "@$(x).jpg")


def writings(make_scan, names: tuple[str, ...]) -> list[Writing]:
    """What to write in files of those names in an oddly named folder: their own names as film."""
    first = make_scan("a%f %d b/first.jpg")
    made = []
    for name in names:
        path = first.with_name(name)
        path.write_bytes(first.read_bytes())
        made.append(Writing({FILM: f"{name} \\u0041", "XMP-dc:Rights": None}, path, draft(path)))
    return made


def draft(path: Path) -> Path:
    return NewVersion(path).draft


def test_each_has_its_own_values_whatever_its_name(make_scan) -> None:
    many = writings(make_scan, PLAIN + STRANGE)
    groups = [[one.file.name for one in group] for group in together(many)]
    assert groups == [[*PLAIN], *([name] for name in STRANGE)]
    with ExifTool() as tool:
        assert tool.write_many(many) == [[]] * len(many)
        for one in many:
            assert tool.read_one(one.target).tags[FILM] == one.tags[FILM]


def test_others_tags_removed_and_other_ways_go_apart(make_scan) -> None:
    one, two, three = writings(make_scan, PLAIN[:3])
    assert len(together([one, two, three])) == 1
    assert len(together([one, two._replace(tags={FILM: "x"}), three])) == 2
    for change in ({"wrap": True}, {"blocks": {"XMP": b""}}, {"target": two.target.with_name("x")}):
        assert together([one, two._replace(**change), three]) in (
            [[one, three], [two._replace(**change)]],
        )
    assert len(together([one, two._replace(tags={**two.tags, iim.NAMES[0]: "x"}), three])) == 2


def test_a_bad_file_among_them(make_scan) -> None:
    many = writings(make_scan, PLAIN[:3])
    many[1].file.write_text("no image")
    with ExifTool() as tool:
        first, bad, last = tool.write_many(many)
        assert first == last == []
        assert isinstance(bad, ExifilmError)
        assert bad.file == many[1].file
        assert tool.read_one(many[2].target).tags[FILM] == many[2].tags[FILM]
    assert not many[1].target.exists()


def test_whose_message_it_is() -> None:
    """One about no file in particular counts for all: nobody knows what it means."""
    names = [b"/a/1.jpg", b"/b/1.jpg"]
    said = "Warning: odd - /a/1.jpg\nError: bad - /b/1.jpg\nof none"
    assert parts(Answer(b"", said, 1), names) == [
        Answer(b"", "of none\nWarning: odd - /a/1.jpg", 0),
        Answer(b"", "of none\nError: bad - /b/1.jpg", 0),
    ]
    assert [part.status for part in parts(Answer(b"", "", 1), names)] == [1, 1]
