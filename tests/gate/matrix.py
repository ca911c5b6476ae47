"""The images, and the suites for each: `matrix.toml`, read and checked.

The file lists releases. An image is a release in one of two forms, `trixie-bare` or `trixie-hosts`.
The name of a release means both forms.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import GateError

_NUMBERS = ("lanes", "ready", "fresh_hours", "keep_hours", "keep_most", "results_days", "free_gb")
FILE = Path(__file__).with_name("matrix.toml")


@dataclass(frozen=True)
class Image:
    """One kind of machine, made of Debian packages."""

    release: str
    form: str
    packages: tuple[str, ...]
    hosts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.release}-{self.form}"


@dataclass(frozen=True)
class Suite:
    """A script of that name in `suites/`, which a machine runs."""

    name: str
    form: str
    script: Path
    minutes: float
    includes: tuple[str, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True)
class Matrix:
    """The contents of `matrix.toml`."""

    images: tuple[Image, ...]
    suites: tuple[Suite, ...]
    tried_on: dict[str, tuple[str, ...]]
    versions: dict[str, str]
    lanes: int
    ready: int
    fresh_hours: float
    keep_hours: float
    keep_most: int
    results_days: float
    free_gb: float

    def image(self, name: str) -> Image:
        return _named(self.images, name, "image")

    def suite(self, name: str) -> Suite:
        return _named(self.suites, name, "suite")

    def select(self, names: list[str]) -> list[Image]:
        """The images of these names; a release means all its forms, no name means all images."""
        chosen = [i for i in self.images if not names or {i.name, i.release} & set(names)]
        known = {i.name for i in self.images} | {i.release for i in self.images}
        for name in names:
            if name not in known:
                raise GateError(_unknown("image", name, sorted(known)))
        return chosen

    def pairs(self, images: list[str], suites: list[str]) -> list[tuple[Image, Suite]]:
        """Every suite on each of its images, limited to the given ones."""
        for name in suites:
            self.suite(name)
        pairs = [
            (image, suite)
            for image in self.select(images)
            for suite in self.suites
            if suite.form == image.form
            and suite.name in (suites or self.tried_on[image.release])
            and (images or suite.name in self.tried_on[image.release])
        ]
        if not pairs:
            raise GateError(
                f"No image of {', '.join(images) or 'the matrix'} is meant for "
                f"{', '.join(suites) or 'any suite'}; which is for which stands in {FILE}."
            )
        return pairs


def read(file: Path = FILE) -> Matrix:
    """The matrix; GateError with the faulty line."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        return _matrix(told, file.parent / "suites")
    except tomllib.TOMLDecodeError as error:
        raise GateError(f"{file} cannot be read: {error}.") from error
    except FileNotFoundError as error:
        raise GateError(f"There is no {file}.") from error
    except (KeyError, TypeError) as error:
        raise GateError(f"{file}: {error} is missing or not understood.") from error


def _matrix(told: dict[str, Any], scripts: Path) -> Matrix:
    suites = tuple(
        Suite(
            name=name,
            script=scripts / f"{name}.sh",
            **{**rest, "includes": tuple(rest.get("includes", ()))},
        )
        for name, rest in told["suites"].items()
    )
    known = {suite.name for suite in suites}
    images: list[Image] = []
    versions = dict(told["versions"])
    for release, line in told["releases"].items():
        for name in line["suites"]:
            if name not in known:
                raise GateError(f"matrix: {release}: " + _unknown("suite", name, sorted(known)))
        packages = [*told["forms"]["bare"], *line.get("bare", [])]
        images.append(Image(release, "bare", tuple(packages)))
        hosts = line.get("hosts", [])
        for host in hosts:
            if host not in told["hosts"]:
                raise GateError(f"matrix: {release}: " + _unknown("host", host, told["hosts"]))
        if hosts:
            packages += told["forms"]["hosts"]
            for host in hosts:
                packages += told["hosts"][host]
                versions[host] = told["hosts"][host][0]
            images.append(Image(release, "hosts", tuple(packages), tuple(hosts)))
    return Matrix(
        images=tuple(images),
        suites=suites,
        tried_on={release: tuple(line["suites"]) for release, line in told["releases"].items()},
        versions=versions,
        **{key: told[key] for key in _NUMBERS},
    )


def _named(things: tuple[Any, ...], name: str, kind: str) -> Any:
    for thing in things:
        if thing.name == name:
            return thing
    raise GateError(_unknown(kind, name, [thing.name for thing in things]))


def _unknown(kind: str, name: str, known: Any) -> str:
    return f"There is no {kind} '{name}'. Known: {', '.join(known)}."
