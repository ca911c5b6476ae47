"""The steps of a calculated exposure, each with its factor and reason: as lines, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exifilm_core.actions import exposing
from exifilm_core.actions.exposing import Factor, told, told_factor
from exifilm_core.commands.calc_given import OPTIONS, rounded
from exifilm_core.commands.calc_kit import given_at
from exifilm_core.film.bellows import effective_aperture
from exifilm_core.film.exposure import Exposure
from exifilm_core.film.reciprocity import Basis
from exifilm_core.film.shutter import Measured, true_time

if TYPE_CHECKING:
    from exifilm_core.film.films import Catalogue, Film

LABELS = {
    "reciprocity_factor": "Reciprocity",
    "development": "Development",
}
"""The labels of fields without an option; a test compares them with the record's."""


def label(name: str) -> str:
    """The label of a field."""
    return LABELS.get(name) or OPTIONS[name].label


class Result:
    """A calculated exposure with the reasons of its steps."""

    def __init__(
        self,
        found: Exposure,
        film: Film | None,
        unknown: str,
        filtered: Factor | None,
        extended: Factor | None,
        catalogue: Catalogue,
        aperture: float | None,
    ) -> None:
        self.found, self.film = found, film
        self.marked = exposing.why_marked(found)
        self.lens = ""
        """The lens of the kit, whose measured times count; "" without one."""
        self.metered_why = ""
        """The reading that asks for the metered time; "" for a time that is given."""
        self.written: tuple[float, float] | None = None
        """The record's time as marked, and what the measured shutter gives there."""
        self.effective = (
            effective_aperture(aperture, extended.factor)
            if aperture and extended and extended.factor
            else None
        )
        self.filtered, self.extended = filtered, extended
        self.left_out = [
            factor.why for factor in (filtered, extended) if factor and factor.factor is None
        ]
        """The reasons why a factor that is asked for is not known."""
        self.reasons = (
            [f"{unknown} Not corrected"]
            if unknown
            else list(map(str, exposing.why_given(found.given, film, catalogue)))
        )
        self.development = exposing.why_developed(found.given)

    def set_written(self, marked: float | None, measured: Measured) -> None:
        """Note the record's own exposure time, if the shutter has been measured at that mark."""
        if marked is not None and (true := true_time(marked, measured)) != marked:
            self.written = marked, true

    def rows(self) -> list[tuple[str, str]]:
        """The steps, each with its factor, the time after it, and the reason."""
        found, given = self.found, self.found.given
        rows = [("Film", self.film.full_name)] if self.film else []
        why = f"\n{self.metered_why}" if self.metered_why else ""
        rows.append((label("metered_time"), told(found.metered) + why))
        for name, factor, seconds in (
            ("filter_factor", self.filtered, found.filtered),
            ("bellows_factor", self.extended, found.extended),
        ):
            if factor and factor.factor is not None:
                step = f"{told_factor(factor.factor)} → {told(seconds)}\n{factor.why}"
                rows.append((label(name), step))
            elif factor:
                rows.append((label(name), f"not known\n{factor.why}"))
        step = ""
        if given.factor is not None and given.basis is not Basis.NOT_NEEDED:
            step = f"{told_factor(given.factor)} → {told(given.shortest)}\n"
        rows.append((label("reciprocity_factor"), step + "\n".join(self.reasons)))
        rows.append((label("exposure_time"), self._times()))
        if self.marked:
            of_lens = f"{self.lens}: " if self.lens else ""
            rows.append(("Shutter", f"{of_lens}{self.marked}"))
        if self.written:
            rows.append(("In the record", given_at(*self.written)))
        if self.effective:
            shown = exposing.told_aperture(self.effective)
            rows.append(("Effective aperture", f"{shown} at this extension"))
        if self.development:
            rows.append((label("development"), str(self.development)))
        return rows

    def _times(self) -> str:
        given = self.found.given
        if given.is_range:
            return f"{told(given.shortest)} to {told(given.longest)}"
        from exifilm_core.film import sequences

        mark = sequences.nearest_time(given.shortest)
        shown = told(given.shortest)
        if self.marked or not mark or abs(mark.marked / given.shortest - 1) < 0.01:
            return shown
        return f"{shown}; the nearest mark is {told(mark.marked)}"

    def factors(self) -> dict[str, float]:
        """The factors that are known, by field.

        Without a factor that is asked for, the time that counts for reciprocity is not known.
        """
        found = {
            "filter_factor": self.filtered and self.filtered.factor,
            "bellows_factor": self.extended and self.extended.factor,
            "reciprocity_factor": None if self.left_out else self.found.given.factor,
        }
        return {name: factor for name, factor in found.items() if factor}

    def to_write(self) -> dict[str, float]:
        """The factors to write: no other film's filter factor, nor what follows from it."""
        if self.filtered is None or not self.filtered.of_another:
            return self.factors()
        return {n: f for n, f in self.factors().items() if n == "bellows_factor"}

    def to_json(self) -> dict[str, Any]:
        found, given = self.found, self.found.given
        steps: list[dict[str, Any]] = [
            {
                "step": "metered",
                "seconds": rounded(found.metered),
                "why": self.metered_why or None,
            },
        ]
        for name, factor, seconds in (
            ("filter", self.filtered, found.filtered),
            ("bellows", self.extended, found.extended),
        ):
            if factor:
                steps.append(
                    {
                        "step": name,
                        "factor": rounded(factor.factor),
                        "stops_printed": rounded(factor.stops),
                        "seconds": rounded(seconds),
                        "why": str(factor.why),
                    }
                )
        steps.append(
            {
                "step": "reciprocity",
                "factor": rounded(given.factor),
                "seconds": rounded(given.shortest),
                "longest": rounded(given.longest),
                "basis": given.basis.value,
                "not_recommended": given.not_recommended,
                "why": "; ".join(self.reasons),
            }
        )
        return {
            "film": self.film.full_name if self.film else None,
            "steps": steps,
            "factors": {name: rounded(factor) for name, factor in self.factors().items()},
            "exposure_time": rounded(given.shortest),
            "longest": rounded(given.longest),
            "mark": rounded(found.mark),
            "mark_gives": rounded(found.true),
            "lens": self.lens or None,
            "record_time": rounded(self.written[0]) if self.written else None,
            "record_time_gives": rounded(self.written[1]) if self.written else None,
            "effective_aperture": rounded(self.effective),
            "development_percent": given.development,
        }
