"""What several records share, and how many have each value where they differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exifilm_core import ExposureRecord
from exifilm_core.record.shared import shared, values_in

RECORDS = st.lists(
    st.builds(
        ExposureRecord,
        lens=st.sampled_from(["", "Symmar", "Nikkor"]),
        aperture=st.sampled_from([None, 22.0, 32.0]),
        readings=st.sampled_from(["", "moss EV 7 on III"]),
    ),
    max_size=5,
)


@given(records=RECORDS)
def test_a_field_is_shared_or_mixed_as_its_values_say(records: list[ExposureRecord]) -> None:
    found = shared(records)
    for values in values_in(records, ["lens", "aperture", "readings", "subject"]):
        assert (values.name in found.mixed) == values.mixed
        assert found.record.show(values.name) == values.text
        assert sum(values.counted.values()) == len(records)
        assert values.filled == sum(record[values.name] is not None for record in records)


def test_the_most_frequent_value_comes_first() -> None:
    records = [ExposureRecord(lens=lens) for lens in ("A", "B", "", "B", "A", "B")]
    (values,) = values_in(records, ["lens"])
    assert list(values.counted.items()) == [("B", 3), ("A", 2), ("", 1)]
    assert shared(records).mixed == {"lens"}


def test_none_and_one() -> None:
    one = ExposureRecord(lens="A", taken="c. 1974")
    assert (shared([]).record, shared([]).mixed) == (ExposureRecord(), frozenset())
    assert (shared([one]).record, shared([one]).mixed) == (one, frozenset())
