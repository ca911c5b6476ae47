"""Each field has the tags of the golden list, and a save may change no other tag."""

from __future__ import annotations

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.tags.mapping import owned_names
from tests.record import tags_of_fields
from tests.record.tags_of_fields import GOLDEN, OF_NO_FIELD, declared, golden, owned


@pytest.mark.parametrize("name", [*golden(), *declared().keys() - golden().keys()])
def test_its_tags_are_those_of_the_golden_list(name: str) -> None:
    assert declared().get(name) == golden().get(name), (
        f"if this change is meant, see {tags_of_fields.__name__}; released tags keep their names"
    )


def test_the_golden_list_has_the_fields_in_order_and_is_written_by_the_command() -> None:
    assert [*golden()] == [*(field.name for field in ExposureRecord.fields()), OF_NO_FIELD]
    assert GOLDEN.read_text(encoding="utf-8") == tags_of_fields.written(golden())


@pytest.mark.parametrize("sidecar", [False, True])
def test_a_save_may_change_the_tags_of_the_golden_list_and_no_other(sidecar: bool) -> None:
    assert owned(sidecar=sidecar) == set(owned_names(sidecar=sidecar))
