"""The file of a kit: what it means, its mistakes with their lines, and what is added to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.errors import ExifilmError
from exifilm_core.kit import SORTS, Item, Set, known_kit, own_file
from exifilm_core.kit.kit_file import kit_of
from exifilm_core.kit.kit_text import text_of
from exifilm_core.kit.own_kit import add, make
from exifilm_core.record import ExposureRecord
from tests.conftest import DATA

TEXT = (DATA / "kit.toml").read_text(encoding="utf-8")
KIT = kit_of(TEXT)[0]


def test_the_sorts_and_their_fields_are_those_of_the_declaration() -> None:
    assert list(SORTS) == ["camera", "lens", "filter", "meter", "film", "developer"]
    assert {field.kit for field in ExposureRecord.fields()} == {"", *SORTS}
    for name, sort in SORTS.items():
        assert sort.name == name
        assert {sort.main, sort.second or sort.main} <= {*sort.fields}
    assert SORTS["lens"].fields == ("lens_make", "lens", "lens_serial", "focal_length")
    assert SORTS["lens"].title == "Lenses" and SORTS["film"].title == "Films"


def test_the_example_has_no_mistake() -> None:
    kit, problems = kit_of(TEXT)
    assert problems == []
    assert [item.name for item in kit.items] == [
        "Chamonix", "Nikkor-W 150", "Symmar 210", "orange", "spot", "FP4 in 4x5", "Pyrocat",
    ]  # fmt: skip
    lens = kit.item("symmar", "lens")
    assert lens.values == {
        "lens_make": "Schneider-Kreuznach",
        "lens": "Symmar-S 210mm f/5.6",
        "lens_serial": "13 542 871",
        "focal_length": 210,
    }
    nikkor = kit.item("Nikkor-W 150", "lens")
    assert nikkor.values["lens"] == "Nikkor-W 150", "the name stands for the model"
    assert nikkor.speeds == {1 / 60: pytest.approx(1 / 52), 1 / 125: pytest.approx(1 / 98)}
    assert kit.item("orange", "filter").factors == {
        "Ilford HP5 Plus": 5,
        "FP4+": pytest.approx(2 ** (7 / 3)),
    }
    assert kit.item("FP4 in 4x5", "film").holders == ("1A", "1B", "2A")
    assert kit.tables[0].times == {-1: 420, 0: 540, 1: 780}
    assert kit.tables[0].about["development_temperature"] == 20
    (the_set,) = kit.sets
    assert [item.sort for item in the_set.items] == ["camera", "lens", "film", "developer"]
    assert the_set.own == {"photographer": "Anna Lindqvist"}


@pytest.mark.parametrize(
    ("bad", "line", "said"),
    [
        ("lens = Nikkor", 3, "it is not valid TOML"),
        ("lens = '''", 5, "it is not valid TOML"),
        ("lense = 3", 3, "a lens has no “lense”. It has name, speeds, lens_make"),
        ('aperture = "f/8"', 3, "a lens has no “aperture”"),
        ('focal_length = "long"', 3, "Focal length (focal_length): “long” is not"),
        ("focal_length = true", 3, "“focal_length” is not a text or a number"),
        ('lens_make = "A"\n"Lens make" = "B"', 4, "“Lens make” is given twice"),
        ("speeds = 3", 3, "“speeds” is not a table"),
        ('speeds = { "1/60" = "1/52", "1/30" = "slow" }', 3, "“1/30” = “slow” is not a mark"),
        ('[lens.speeds]\n"1/60" = "1/52"\nfast = "1/52"', 5, "“fast” = “1/52” is not a mark"),
        ("\n[[lense]]", 4, "“lense” is nothing of a kit"),
        ("\n[filter]\nname='x'", 4, "“filter” needs two brackets"),
        ("\n[[filter]]\nfilter_factor=2", 4, "the filter has no name"),
        ("\n[[filter]]\nname=3", 5, "the name is not a text"),
        ("\n[[filter]]\nname='x'\nfactors=2", 6, "“factors” is not a table"),
        ("\n[[filter]]\nname='x'\nfactors={HP5='x'}", 6, "“x” is not a factor for “HP5”"),
        ("\n[[film]]\nname='x'\nholders=[true]", 6, "“holders” is not a list of texts"),
        ("\n[[lens]]\nname='NIKKOR'", 5, "there is a lens “NIKKOR” already"),
        ("\n[[set]]\nname='s'\nitems=3\nnotes='x'", 6, "“items” is not a list of names"),
        ("\n[[set]]\nname='s'\nitems=['xyzzy']\nnotes='x'", 6, "no “xyzzy” in your kit"),
        ("\n[[set]]\nname='s'\nitems=[]", 5, "the set fills in nothing"),
        ("\n[[set]]\nname='s'\naperture='f/8, 1/2'\nexposure_time='3'", 7, "exposure_time is"),
        ("\n[[set]]\nname='s'\nsubjekt='x'\nnotes='x'", 6, "there is no field “subjekt”. Did"),
        ("\n[[development]]\nn={N='9'}", 4, "the table is for no film"),
        ("\n[[development]]\nfilm='x'\nn=3", 6, "“n” is not a table"),
        ("\n[[development]]\nfilm='x'\nn={N='soon'}", 6, "“N” = “soon” is not a development"),
        ("\n[[development]]\nfilm='x'\nsubject='x'", 6, "a development has no “subject”"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_line_and_the_rest_counts(bad: str, line: int, said: str) -> None:
    kit, problems = kit_of(f'[[lens]]\nname = "Nikkor"\n{bad}\n\n{TEXT}')
    assert problems[0].line == line and said in str(problems[0].text), problems
    assert len(problems) == 1
    assert kit.items[-7:] == KIT.items and kit.sets[-1:] == KIT.sets and kit.tables == KIT.tables
    if "TOML" not in said:
        assert kit.items[0].name == "Nikkor", "the other lines of an item count too"


def test_the_rest_of_an_item_counts() -> None:
    text = '[[lens]]\nname = "A"\nfocal_length = "?"\nspeeds = { x = 1, "1" = 2 }\nlens_make = "B"'
    kit, problems = kit_of(text)
    assert [problem.line for problem in problems] == [3, 4]
    assert kit.items[0].values == {"lens_make": "B", "lens": "A"}
    assert kit.items[0].speeds == {1: 2}


def test_values_are_read_as_in_the_form() -> None:
    text = (
        '[[developer]]\nname="D"\ntemperature=68\n[[film]]\nname="F"\n'
        'exposure_index="400/27°"\nfilm_expiry=2027-03-01\n'
    )
    kit, problems = kit_of(text)
    assert problems == []
    assert kit.items[0].values["development_temperature"] == 20, "68 is °F, as in the form"
    film = ExposureRecord(**kit.items[1].values)
    assert (film.exposure_index, film.show("film_expiry")) == (400, "2027-03-01")


@given(st.text("[]{}=\"'\n lensetname123.,#ü", max_size=200))
def test_any_file_is_read_or_its_mistakes_are_told(text: str) -> None:
    kit, problems = kit_of(text + "\n" + TEXT)
    assert "Symmar 210" in [item.name for item in kit.items] or problems
    for problem in problems:
        assert 1 <= problem.line <= (text + TEXT).count("\n") + 2
        assert str(problem.text)


def test_nesting_without_end_is_a_mistake() -> None:
    kit, problems = kit_of(f"{TEXT}\n[[lens]]\nname = {'[' * 5000}\n")
    assert len(problems) == 1 and kit.items == KIT.items


# ── what is written ──────────────────────────────────────────────────────────────────────────


def test_what_is_written_is_read_as_the_same() -> None:
    text = "\n".join(map(text_of, (*KIT.items, *KIT.sets)))
    kit, problems = kit_of(text)
    assert problems == [] and (kit.items, kit.sets) == (KIT.items, KIT.sets)


NAMES = st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


@given(NAMES, st.text(), st.dictionaries(NAMES, st.floats(1, 100), max_size=3))
def test_any_text_can_be_written(name: str, maker: str, factors: dict[str, float]) -> None:
    try:
        values = ExposureRecord(filter=name, notes=maker).filled()
    except ExifilmError:
        return  # no text of a record
    if "filter" not in values:
        return
    settled = {
        film: ExposureRecord(filter_factor=factor).filter_factor or 1.0
        for film, factor in factors.items()
    }
    item = Item("filter", name, {"filter": values["filter"]}, factors=settled)
    kit, problems = kit_of(text_of(item))
    assert problems == [] and kit.items == (item,)


def test_an_addition_keeps_the_file(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    for old in (TEXT, TEXT.rstrip("\n"), TEXT.replace("\n", "\r\n"), "", "\ufeff" + TEXT):
        path.write_bytes(old.encode())
        lens = Item("lens", "Angulon 90", {"lens": "Angulon 90", "focal_length": 90.0})
        add([lens], path)
        new = path.read_bytes().decode()
        assert new.startswith(old)
        assert ("\r\n[[lens]]\r\n" in new) == ("\r\n" in old) and "\r\r" not in new
        kit, mistakes = known_kit(path)
        assert mistakes == [] and kit.items[-1] == lens
    assert [each.name for each in tmp_path.iterdir()] == ["kit.toml"]


def test_the_first_addition_makes_the_file() -> None:
    path = own_file()
    assert path.name == "kit.toml" and path.parent.name == "exifilm"
    assert known_kit() == (kit_of("")[0], [])
    make(path)
    assert path.read_text(encoding="utf-8").startswith("# Your kit") and not known_kit()[0]
    add([Set("s", (), {"notes": "x"})])
    assert [each.name for each in known_kit()[0].sets] == ["s"]


def test_a_link_stays_a_link_and_a_mistake_stays_where_it_is(tmp_path: Path) -> None:
    real, path = tmp_path / "dotfiles" / "kit.toml", tmp_path / "kit.toml"
    real.parent.mkdir()
    real.write_text("[[lens]]\nname = 3\n")
    path.symlink_to(real)
    add([Item("meter", "spot", {"meter": "spot"})], path)
    assert path.is_symlink() and "spot" in real.read_text()
    assert [str(text) for text in known_kit(path)[1]] == [
        'line 2: the name is not a text. Write name = "…". The rest of the kit counts.'
    ]


def test_what_a_mistake_would_swallow_is_not_added(tmp_path: Path) -> None:
    path = tmp_path / "kit.toml"
    path.write_text('[[lens]]\nname = "A"\n[lens.speeds]\n"1" = """\n')
    before = path.read_bytes()
    add([Item("meter", "spot", {"meter": "spot"})], path)
    assert path.read_bytes().startswith(before), "a heading ends what is wrong"
    path.write_text('[[meter]]\nname = "spot"\n')
    with pytest.raises(ExifilmError, match=r"there is a meter “spot” already\. .* nothing was"):
        add([Item("meter", "spot", {"meter": "another"})], path)
    assert path.read_text() == '[[meter]]\nname = "spot"\n'


def test_a_file_that_cannot_be_read_is_told_and_not_written(tmp_path: Path) -> None:
    path, item = tmp_path / "kit.toml", Item("meter", "spot", {"meter": "spot"})
    path.write_bytes(b"\xff\xfe")
    assert [str(text) for text in known_kit(path)[1]] == [
        "your kit cannot be read: it is not UTF-8."
    ]
    with pytest.raises(ExifilmError, match="it is not UTF-8"):
        add([item], path)
    assert path.read_bytes() == b"\xff\xfe"
    path.write_text("#" * 1_000_001)
    assert "longer than 1 MB" in str(known_kit(path)[1][0])
    path.unlink()
    path.mkdir()
    assert "cannot be read" in str(known_kit(path)[1][0])


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write all")
def test_a_closed_folder_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExifilmError):
        add([Item("meter", "spot", {"meter": "spot"})], tmp_path / "exifilm" / "kit.toml")
    tmp_path.chmod(0o700)
