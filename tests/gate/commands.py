"""The commands: `gate prepare`, `launch`, `run`, `rerun`, `shell`, `reap`, `status`, `matrix`."""

import argparse
import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import FrameType

from . import ground, images, machines, matrix, processes, reaping, runs, store, work
from .errors import GateError, NoGroundError
from .matrix import Image, Matrix, Suite
from .store import Store

REFUSED = 2
NO_GROUND = 69  # sysexits' "service unavailable": this computer cannot run the gate


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status."""
    asked = _parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        kept = store.default(asked.state, asked.results)
        chosen = matrix.read(asked.matrix)
        return int(asked.do(kept, replace(chosen, lanes=asked.lanes or chosen.lanes), asked))
    except NoGroundError as reason:
        print(f"gate: {reason}", file=sys.stderr)
        return NO_GROUND
    except GateError as reason:
        print(f"gate: {reason}", file=sys.stderr)
        return REFUSED
    except processes.Stopped as stopped:
        print("gate: stopped; its machine is gone", file=sys.stderr)
        return stopped.status


def _stop(number: int, _frame: FrameType | None) -> None:
    raise processes.Stopped(number)


def check(kept: Store, _chosen: Matrix, _asked: argparse.Namespace) -> int:
    ground.check(kept, building=True)
    print("The gate can be run here.")
    return 0


def prepare(kept: Store, chosen: Matrix, asked: argparse.Namespace) -> int:
    wanted = chosen.select(asked.images)
    ground.check(kept, building=True)
    _reap(kept, chosen)
    return 1 if _prepare(kept, chosen, wanted) else 0


def launch(kept: Store, chosen: Matrix, asked: argparse.Namespace) -> int:
    wanted = chosen.select(asked.images)
    ground.check(kept)
    _reap(kept, chosen)
    number = chosen.ready if asked.number is None else asked.number
    for image in wanted:
        build = images.current(kept, image.name)
        if build is None:
            print(f"{image.name}: not built yet (gate prepare {image.name})")
            continue
        started = time.monotonic()
        ready = len(list(kept.machines("ready").glob(f"{image.name}-*")))
        for _ in range(number - ready):
            machines.launch(kept, build).lock.close()
        made = max(0, number - ready)
        spent = (time.monotonic() - started) * 1000
        print(f"{image.name}: {max(ready, number)} ready, {made} of them new in {spent:.0f} ms")
    return 0


def run(kept: Store, chosen: Matrix, asked: argparse.Namespace) -> int:
    pairs = chosen.pairs(asked.image, asked.suites)
    ground.check(kept)
    _reap(kept, chosen)
    for image, _ in pairs:
        if images.current(kept, image.name) is None:
            raise GateError(f"The image {image.name} is not built: gate prepare {image.name}")
    done = _run_all(kept, chosen, pairs, asked)
    if len(pairs) == 1:
        return done[0].exit_status
    return _table(kept, chosen, done, [])


def whole_matrix(kept: Store, chosen: Matrix, asked: argparse.Namespace) -> int:
    pairs = chosen.pairs(asked.image, asked.suites)
    ground.check(kept, building=True)
    _reap(kept, chosen)
    wanted = list(dict.fromkeys(image for image, _ in pairs))
    _prepare(kept, chosen, wanted)
    missing = [image for image in wanted if images.current(kept, image.name) is None]
    runnable = [pair for pair in pairs if pair[0] not in missing]
    done = _run_all(kept, chosen, runnable, asked) if runnable else []
    return _table(kept, chosen, done, [pair for pair in pairs if pair[0] in missing])


def rerun(kept: Store, chosen: Matrix, asked: argparse.Namespace) -> int:
    first = runs.read(kept, asked.run)
    ground.check(kept)
    image, suite = chosen.image(first.image), chosen.suite(first.suite)
    bundle = kept.results / first.name / "work.bundle"
    if not bundle.exists():
        raise GateError(f"What {first.name} tried is no longer there ({bundle}).")
    again = work.Work(**first.work, bundle=bundle)
    return runs.run(kept, chosen, image, suite, again, repeats=first).exit_status


def shell(kept: Store, _chosen: Matrix, asked: argparse.Namespace) -> int:
    told = runs.read(kept, asked.run)
    ground.check(kept)
    with machines.opened(kept, told.machine) as machine:
        if machine is None:
            raise GateError(
                f"The machine of {told.name} is not there: the run is '{told.state}', and only "
                "a machine on which something failed is kept, for a day, and open once at a time."
            )
        # A separate terminal, so that ^C in it ends a command in the machine and not the gate.
        words = ["script", "--quiet", "--return", "--command", "cd; exec bash -l", "/dev/null"]
        if asked.command or not sys.stdin.isatty():
            words = ["sh", "-c", asked.command] if asked.command else ["sh"]
        print(f"This is {machine.id}; what failed is in {kept.results / told.name / 'log.txt'}.")
        environment = {"TERM": os.environ.get("TERM", "dumb"), "EXIFILM_GATE": told.image}
        command = machine.command(words, environment)
        with processes.started(command, env=machine.marked()) as opened:
            return opened.wait()


def reap(kept: Store, chosen: Matrix, asked: argparse.Namespace) -> int:
    kept.make()
    if asked.all:
        print(*reaping.reap_all(kept), sep="\n")
        return 0
    _reap(kept, chosen)
    print(_disk(kept))
    return 0


def status(kept: Store, chosen: Matrix, _asked: argparse.Namespace) -> int:
    kept.make()
    rows: list[tuple[str, ...]] = [
        ("image", "built", "seconds", "MB", "ready", "busy", "kept", "versions")
    ]
    for image in chosen.images:
        build = images.current(kept, image.name)
        facts = build.facts() if build else {}
        count = [
            str(len(list(kept.machines(kind).glob(f"{image.name}-*"))))
            for kind in ("ready", "busy", "kept")
        ]
        age = f"{build.hours_old():.1f} h ago" if build else "never"
        rows.append(
            (
                image.name,
                age,
                str(facts.get("seconds", "")),
                str(facts.get("megabytes", "")),
                *count,
                _short(facts.get("versions", {})),
            )
        )
    _print_rows(rows)
    print(_disk(kept))
    return 0


def _prepare(kept: Store, chosen: Matrix, wanted: list[Image]) -> list[Image]:
    """Build the images that need it; returns those whose build failed."""

    def prepared(image: Image) -> bool:
        why = images.wanting(kept, image, chosen.fresh_hours)
        if not why:
            print(f"{image.name}: fresh")
            return True
        print(f"{image.name}: {why}, building …", flush=True)
        try:
            facts = images.prepare(kept, image, chosen).facts()
        except GateError as reason:
            before = images.current(kept, image.name)
            if before is None and isinstance(reason, NoGroundError):
                raise
            print(f"gate: {reason}", file=sys.stderr)
            print(
                f"{image.name}: the build of {before.hours_old():.0f} hours ago stays in use"
                if before
                else f"{image.name}: there is none to use"
            )
            return False
        print(f"{image.name}: built in {facts['seconds']} s, {facts['megabytes']} MB", flush=True)
        return True

    largest_first = sorted(wanted, key=lambda image: -len(image.packages))
    done = processes.in_lanes(chosen.lanes, prepared, largest_first)
    return [image for image, well in zip(largest_first, done, strict=True) if not well]


def _run_all(
    kept: Store, chosen: Matrix, pairs: list[tuple[Image, Suite]], asked: argparse.Namespace
) -> list[runs.Run]:
    included = {(image, name) for image, suite in pairs for name in suite.includes}
    to_try = [(image, suite) for image, suite in pairs if (image, suite.name) not in included]
    # Long suites come first, so that none is left over for a single lane at the end.
    longest_first = sorted(to_try, key=lambda pair: -pair[1].minutes)
    with kept.scratch() as scratch:
        change = work.merge(asked.repository, asked.ref, scratch)

        def tried(pair: tuple[Image, Suite]) -> runs.Run:
            return runs.run(kept, chosen, *pair, change, beside_others=len(to_try) > 1)

        done = dict(
            zip(longest_first, processes.in_lanes(chosen.lanes, tried, longest_first), strict=True)
        )
    return [done[pair] for pair in to_try]


def _table(
    kept: Store, chosen: Matrix, done: list[runs.Run], missing: list[tuple[Image, Suite]]
) -> int:
    rows: list[tuple[str, ...]] = [("image", "suite", "result", "seconds", "versions", "run")]
    for one in done:
        short = _short(one.versions)
        rows.append((one.image, one.suite, one.state, f"{one.seconds:.0f}", short, one.name))
        for name in chosen.suite(one.suite).includes:
            rows.append((one.image, name, one.state, f"in {one.suite}", short, one.name))
    for image, suite in missing:
        rows.append((image.name, suite.name, "no image", "-", "", "-"))
    print()
    _print_rows(rows)
    empty = [one for one in done if one.state == "nothing ran"]
    forgiven = [one for one in empty if chosen.suite(one.suite).may_be_empty]
    passed = [one for one in done if one.state == "passed"]
    failed = len(done) - len(passed) - len(forgiven) + len(missing)
    print(f"gate: {len(passed)} passed, {failed} failed, {len(forgiven)} with nothing to run yet")
    print(_disk(kept))
    return 1 if failed else 0 if passed else runs.NOTHING_RAN


def _reap(kept: Store, chosen: Matrix) -> None:
    for line in reaping.reap(kept, chosen):
        print(f"reaped {line}")


def _disk(kept: Store) -> str:
    parts = {
        "images": kept.images,
        "machines": kept.state / "machines",
        "downloads": kept.downloads,
        "results": kept.results,
    }
    taken = {name: store.megabytes(folder) for name, folder in parts.items()}
    told = ", ".join(f"{name} {size} MB" for name, size in taken.items())
    return f"disk: {told}; `gate reap --all` frees it ({kept.state}, {kept.results})"


def _short(versions: dict[str, str]) -> str:
    return " ".join(f"{name} {version}" for name, version in versions.items())


def _print_rows(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of things, such as 2")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gate", description="Try a change on clean machines.")
    parser.add_argument("--state", type=Path, help="where images and machines are kept")
    parser.add_argument("--results", type=Path, help="where runs are kept (build/gate)")
    parser.add_argument("--lanes", type=_count, help="how many things are done at once")
    parser.add_argument("--matrix", type=Path, default=matrix.FILE, help=argparse.SUPPRESS)
    parser.add_argument("--repository", type=Path, default=store.REPOSITORY, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, do: object, told: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=told, description=told)
        one.set_defaults(do=do)
        return one

    command("check", check, "say whether the gate can be run here")
    one = command("prepare", prepare, "build images that are missing, changed or over a day old")
    one.add_argument("images", nargs="*", metavar="IMAGE")
    one = command("launch", launch, "keep machines of each image ready")
    one.add_argument("images", nargs="*", metavar="IMAGE")
    one.add_argument("-n", "--number", type=int)
    for name, do, told in (
        ("run", run, "try a change: the suites of the images, each on a machine of its own"),
        ("matrix", whole_matrix, "prepare, run and print the table"),
    ):
        one = command(name, do, told)
        one.add_argument("--ref", default="HEAD", help="what is merged onto main (HEAD)")
        one.add_argument("--image", action="append", default=[], metavar="IMAGE")
        one.add_argument("suites", nargs="*", metavar="SUITE")
    one = command("rerun", rerun, "repeat a run on a fresh machine of the same image")
    one.add_argument("run", metavar="RUN")
    one = command("shell", shell, "open the machine of a run that failed")
    one.add_argument("run", metavar="RUN")
    one.add_argument("-c", dest="command", help="run this instead of a shell")
    one = command("reap", reap, "remove what is over age or was left by a killed run")
    one.add_argument("--all", action="store_true", help="remove everything the gate takes")
    command("status", status, "list images, machines and the disk they take")
    return parser
