"""The layout of the form: the screen's rows, and the paper's slots, follow the declaration."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from exifilm_form.form.layout import ACROSS, WIDTHS, is_movement, rows

from exifilm_core import ExposureRecord
from exifilm_core.film.movements import MOVEMENTS, STANDARDS
from exifilm_core.printing import Form
from exifilm_core.record import Field, Section

FORM = Form.read()
FIELDS = list(ExposureRecord.fields())


def test_every_field_has_a_width_on_the_screen() -> None:
    assert set(WIDTHS) == {field.name for field in FIELDS if not is_movement(field)}


@pytest.mark.parametrize("section", Section)
def test_rows_are_full(section: Section) -> None:
    for row in rows(section):
        assert sum(cell.columns for cell in row) == ACROSS, row


def test_the_screen_has_the_order_of_the_declaration() -> None:
    shown = [cell.name for section in Section for row in rows(section) for cell in row]
    assert shown == [field.name for field in FIELDS if not is_movement(field)]


def test_the_movements_are_those_of_both_standards() -> None:
    moved = {f"{standard}_{movement}" for standard in STANDARDS for movement in MOVEMENTS}
    assert {field.name for field in FIELDS if is_movement(field)} == moved


def test_a_field_has_a_slot_on_paper_exactly_if_it_is_boxed() -> None:
    named = {field.name for field in FIELDS}
    assert named & FORM.slots.keys() == {field.name for field in FIELDS if field.boxed}


def on_paper() -> list[list[Field[object]]]:
    """The rows of the paper form, from the top; each from left to right."""
    slots = FORM.slots
    boxed = sorted(
        (field for field in FIELDS if field.boxed),
        key=lambda field: (slots[field.name].y, slots[field.name].x),
    )
    return [list(row) for _y, row in groupby(boxed, key=lambda field: slots[field.name].y)]


def test_the_paper_has_the_sections_in_the_order_of_the_declaration() -> None:
    order = list(Section)
    found = [{field.section for field in row} for row in on_paper()]
    assert all(len(sections) == 1 for sections in found), "a row belongs to one section"
    numbers = [order.index(section) for (section,) in found]
    assert numbers == sorted(numbers)


def test_a_row_on_paper_has_the_order_of_the_declaration() -> None:
    number = {field.name: place for place, field in enumerate(FIELDS)}
    for row in on_paper():
        for one, other in pairwise(row):
            assert number[one.name] < number[other.name], (one.name, other.name)
