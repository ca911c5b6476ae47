"""ExifTool killed, hung, missing, fake or flooding: an error within seconds, and a restart."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from exifilm_core import ExifilmError
from exifilm_core.exiftool import ExifTool, child, known_faults

SECONDS = 8
"""Seconds that count as prompt on a busy machine."""


def kill(pid: int | None, number: int = signal.SIGKILL) -> None:
    assert pid
    os.kill(pid, number)


def wait_until(condition, seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# ── killed ───────────────────────────────────────────────────────────────────────────────────────


def test_killed_between_commands_it_is_started_again(own_exiftool: ExifTool, make_scan) -> None:
    path = make_scan()
    own_exiftool.read_one(path)
    first = own_exiftool.pid
    kill(first)
    wait_until(lambda: not is_running(first))
    assert own_exiftool.read_one(path).file_type == "JPEG"
    assert own_exiftool.pid != first
    kill(own_exiftool.pid)
    assert own_exiftool.version()


@pytest.mark.parametrize("what", ["read", "write"])
def test_killed_a_moment_ago_it_is_started_again(
    own_exiftool: ExifTool, make_scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Killed before the command, and its end not yet known: ExifTool has begun nothing."""
    path, target = make_scan(), tmp_path / "new.jpg"
    own_exiftool.read_one(path)
    monkeypatch.setattr("exifilm_core.exiftool.child.Child.alive", True)
    first = own_exiftool.pid
    kill(first)
    wait_until(lambda: not is_running(first))
    if what == "read":
        assert own_exiftool.read_one(path).file_type == "JPEG"
    else:
        assert own_exiftool.write({"XMP-dc:Title": "x"}, path, target) == []
        assert own_exiftool.read_one(target).tags["XMP-dc:Title"] == "x"


def test_killed_as_a_command_comes(own_exiftool: ExifTool, make_scan) -> None:
    """Its end races the command: ExifTool has begun it, and it fails; or a new one carries it out.

    The tests before and after this one force the one outcome and the other.
    """
    path = make_scan()
    for _ in range(5):
        own_exiftool.version()
        killed = own_exiftool.pid
        kill(killed)
        start = time.monotonic()
        try:
            outcome = own_exiftool.read_one(path).file_type
        except ExifilmError as refusal:
            outcome = f"{refusal.code} {refusal.file}"
        assert time.monotonic() - start < SECONDS
        assert outcome in ("JPEG", f"EXIFTOOL_ENDED {path}")
        assert own_exiftool.read_one(path).file_type == "JPEG"
        assert own_exiftool.pid != killed


@pytest.mark.parametrize("what", ["read", "write"])
def test_killed_in_the_middle_of_a_command(
    own_exiftool: ExifTool, make_scan, tmp_path: Path, what: str
) -> None:
    path, target = make_scan(), tmp_path / "new.jpg"
    own_exiftool.write({"XMP-dc:Title": "x"}, path, target)
    target.unlink()
    child = own_exiftool.pid
    kill(child, signal.SIGSTOP)  # so that the command has begun and has not finished
    threading.Timer(0.3, kill, [child]).start()
    start, used = time.monotonic(), time.process_time()
    ask = {
        "read": lambda: own_exiftool.read_one(path),
        "write": lambda: own_exiftool.write({"XMP-dc:Title": "x"}, path, target),
    }[what]
    with pytest.raises(ExifilmError, match="ended before") as caught:
        ask()
    assert caught.value.file == path
    assert time.monotonic() - start < SECONDS
    assert time.process_time() - used < 0.25, "it spins while it waits"
    assert own_exiftool.read_one(path).file_type == "JPEG"
    assert own_exiftool.write({"XMP-dc:Title": "x"}, path, target) == []


# ── hung ─────────────────────────────────────────────────────────────────────────────────────────


def test_hung_it_is_ended_and_another_started(make_scan) -> None:
    path = make_scan()
    with ExifTool(timeout=1) as tool:
        tool.read_one(path)
        child = tool.pid
        kill(child, signal.SIGSTOP)
        start, used = time.monotonic(), time.process_time()
        with pytest.raises(ExifilmError, match="did not answer"):
            tool.read_one(path)
        assert time.monotonic() - start < SECONDS
        assert time.process_time() - used < 0.25, "it spins while it waits"
        assert child and not is_running(child)
        assert tool.read_one(path).file_type == "JPEG"


def test_one_that_never_answers(fake) -> None:
    with ExifTool(executable=fake("exec sleep 60"), timeout=0.5) as tool:
        start = time.monotonic()
        with pytest.raises(ExifilmError, match="does not start"):
            tool.version()
        assert time.monotonic() - start < SECONDS
        assert tool.pid is None


def test_the_timeout_grows_with_the_file(make_scan, monkeypatch: pytest.MonkeyPatch) -> None:
    """The timeout is longer for a big file on a slow disk."""
    path = make_scan()
    monkeypatch.setattr("exifilm_core.exiftool.exiftool.SLOWEST", path.stat().st_size / 20)
    with ExifTool(timeout=0.5) as tool:
        try:
            tool.version()
        except ExifilmError:
            pytest.skip("this machine takes longer to start ExifTool")
        child = tool.pid
        kill(child, signal.SIGSTOP)
        threading.Timer(1.5, kill, [child, signal.SIGCONT]).start()
        assert tool.read_one(path).file_type == "JPEG"
        assert tool.pid == child


def test_interrupted_the_rest_of_the_answer_meets_nobody(
    own_exiftool: ExifTool, make_scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_scan()
    own_exiftool.version()
    child = own_exiftool._child
    assert child

    class Interrupting:
        def get(self, **_: float) -> None:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(child, "_heard", Interrupting())
        with pytest.raises(KeyboardInterrupt):
            own_exiftool.read_one(path)
    assert own_exiftool.read_one(path).file_type == "JPEG"
    assert own_exiftool._child is not child


# ── floods and crowds ────────────────────────────────────────────────────────────────────────────


def test_a_thousand_broken_files_do_not_stop_it(own_exiftool: ExifTool, tmp_path: Path) -> None:
    paths = [tmp_path / f"{'long' * 40}-{number}.jpg" for number in range(1000)]
    for path in paths:
        path.write_bytes(b"\xff\xd8\xff\xe1\x00\x10Exif\0\0MM\0*\xff\xff\xff\xff")
    found = list(own_exiftool.read(paths))
    assert [tags.path for tags in found] == paths


def test_a_flood_on_the_error_pipe_does_not_stop_it(fake, make_scan) -> None:
    """A megabyte of messages before the answer is more than a pipe holds."""
    program = fake('head -c 1000000 /dev/zero | tr "\\0" "w" >&2; exec REAL "$@"')
    with ExifTool(executable=program) as tool:
        assert tool.read_one(make_scan()).file_type == "JPEG"


def test_many_threads_may_use_one(own_exiftool: ExifTool, make_scan) -> None:
    paths = [make_scan(f"{number}.jpg") for number in range(8)]

    def work(number: int) -> bool:
        path = paths[number % 8]
        new = path.with_name(f"new-{number}.jpg")
        own_exiftool.write({"XMP-dc:Title": f"title {number}"}, path, new)
        return own_exiftool.read_one(new).tags["XMP-dc:Title"] == f"title {number}"

    with ThreadPoolExecutor(8) as crowd:
        assert all(crowd.map(work, range(48)))


# ── the wrong ExifTool ───────────────────────────────────────────────────────────────────────────


def test_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with ExifTool() as tool, pytest.raises(ExifilmError, match=r"not installed.*apt install"):
        tool.version()


def test_missing_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXIFILM_EXIFTOOL", "/nowhere/exiftool")
    with ExifTool() as tool, pytest.raises(ExifilmError, match="/nowhere/exiftool"):
        tool.version()


def test_the_environment_may_name_another(
    monkeypatch: pytest.MonkeyPatch, fake, tmp_path: Path
) -> None:
    used = tmp_path / "used"
    monkeypatch.setenv("EXIFILM_EXIFTOOL", fake(f'touch {used}; exec REAL "$@"'))
    with ExifTool() as tool:
        assert tool.version()
    assert used.exists()


OF_VERSION = """while read -r line; do case "$line" in
-ver) echo {};;
-execute*) n=${{line#-execute}}; echo "{{ready$n}}"; echo "=0=post$n" >&2;;
esac; done"""


@pytest.mark.parametrize("version", ["11.0", "12.56", "9.99"])
def test_too_old(fake, version: str) -> None:
    with ExifTool(executable=fake(OF_VERSION.format(version))) as tool:
        with pytest.raises(ExifilmError, match=rf"{version} .*too old.*12\.57"):
            tool.version()
        assert tool.pid is None


@pytest.mark.parametrize("version", ["12.57", "12.98", "13.00", "100.01"])
def test_new_enough(fake, version: str) -> None:
    with ExifTool(executable=fake(OF_VERSION.format(version))) as tool:
        assert tool.version() == version


@pytest.mark.parametrize(
    "script",
    ["exit 0", "exit 3", "cat", "echo Segmentation fault >&2; kill -SEGV $$", "exec true"],
)
def test_not_an_exiftool_at_all(fake, script: str) -> None:
    start = time.monotonic()
    with ExifTool(executable=fake(script), timeout=1) as tool:
        with pytest.raises(ExifilmError, match=r"does not start|too old") as refused:
            tool.version()
        said = str(refused.value)
        assert ".. " not in said and "this file" not in said, "no file has been read yet"
        assert tool.pid is None
    assert time.monotonic() - start < SECONDS


def test_a_program_that_cannot_be_run(tmp_path: Path) -> None:
    program = tmp_path / "exiftool"
    program.write_bytes(b"\x7fELF and nothing")
    program.chmod(0o755)
    with ExifTool(executable=str(program)) as tool, pytest.raises(ExifilmError, match="not start"):
        tool.version()


def test_a_config_that_is_missing(tmp_path: Path) -> None:
    with (
        ExifTool(config=tmp_path / "no.config") as tool,
        pytest.raises(ExifilmError, match=r"no\.config is missing"),
    ):
        tool.version()


@pytest.mark.parametrize("content", ["%broken = ({{;", "1;", ""])
def test_a_config_that_is_broken_is_noticed_before_a_tag_is_lost(
    make_scan, tmp_path: Path, content: str
) -> None:
    config = tmp_path / "broken.config"
    config.write_text(content)
    path = make_scan()
    with ExifTool(config=config) as tool:
        if not known_faults.has_fault(ExifTool.shared().version()):  # which the config repairs
            assert tool.read_one(path).file_type == "JPEG"  # needs no config
        tags = {"XMP-dc:Title": "known", "XMP-exifilm:Film": "not known"}
        with pytest.raises(ExifilmError, match="configuration is damaged"):
            tool.write(tags, path, tmp_path / "new.jpg")
        assert not (tmp_path / "new.jpg").exists()


def test_no_room_for_temporary_files(
    make_scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with ExifTool() as tool, pytest.raises(ExifilmError, match="temporary files"):
        tool.write({"XMP-dc:Title": "x"}, make_scan(), tmp_path / "new.jpg")


# ── nothing remains ──────────────────────────────────────────────────────────────────────────────


def test_closed_it_leaves_nothing(
    make_scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    path = make_scan()
    threads = threading.active_count()
    tool = ExifTool()
    tool.write({"XMP-dc:Title": "x"}, path, tmp_path / "new.jpg")
    child = tool.pid
    assert child and is_running(child) and list(temporary.iterdir())
    kill(child)
    wait_until(lambda: not is_running(child))
    tool.write({"XMP-dc:Title": "x"}, path, tmp_path / "newer.jpg")
    child = tool.pid
    tool.close()
    assert child and not is_running(child)
    assert not list(temporary.iterdir())
    wait_until(lambda: threading.active_count() <= threads)
    tool.close()  # a second call does no harm
    assert tool.read_one(path).file_type == "JPEG"  # it starts again
    tool.close()


def test_forgotten_it_ends(make_scan) -> None:
    tool = ExifTool()
    tool.read_one(make_scan())
    child = tool.pid
    assert child
    del tool
    wait_until(lambda: not is_running(child))


OPEN = """import sys, time
from exifilm_core.exiftool import ExifTool
ExifTool.shared().version()
print(ExifTool.shared().pid, flush=True)
{}
"""


@pytest.mark.parametrize(
    "then",
    ["pass", "sys.exit(3)", "raise KeyboardInterrupt", "import os; os.kill(os.getpid(), 15)"],
)
def test_it_ends_with_the_program(then: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN.format(then)], capture_output=True, text=True, check=False
    )
    child = int(done.stdout)
    wait_until(lambda: not is_running(child))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_it_ends_with_a_program_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OPEN.format("time.sleep(60)")], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout
        child = int(program.stdout.readline())
        assert is_running(child)
        program.kill()
    wait_until(lambda: not is_running(child))


def test_the_thread_that_started_it_may_end(own_exiftool: ExifTool, make_scan) -> None:
    """On Linux the kernel ends a child with the thread that started it; ExiFilm prevents that."""
    thread = threading.Thread(target=own_exiftool.version)
    thread.start()
    thread.join()
    child = own_exiftool.pid
    time.sleep(0.2)
    assert own_exiftool.read_one(make_scan()).file_type == "JPEG"
    assert own_exiftool.pid == child


def test_the_cause_is_chained(fake) -> None:
    with (
        ExifTool(executable=fake("exit 0")) as tool,
        pytest.raises(ExifilmError) as caught,
    ):
        tool.version()
    assert caught.value.__cause__


def test_one_that_is_still_starting_is_ended_too(fake) -> None:
    """A command that ends at once leaves nothing behind, also where no signal tells a child."""
    program = fake("sleep 30")
    code = (
        "import threading\n"
        "from exifilm_core.exiftool import ExifTool, child\n"
        f"tool = ExifTool({str(program)!r})\n"
        "threading.Thread(target=tool.version, daemon=True).start()\n"
        "assert tool.created.wait(20)\n"
        "assert len(child._open_children) == 1\n"
        "print(next(iter(child._open_children))._process.pid)\n"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not Path(f"/proc/{done.stdout.strip()}").exists()
    assert time.monotonic() - began < 25


def test_one_that_is_ended_as_it_answers_its_first_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at the end of a command that needed no ExifTool after all."""
    faults: list[object] = []
    monkeypatch.setattr(threading, "excepthook", faults.append)
    run = child.Child.run

    def run_and_end(one: child.Child) -> None:
        run(one)
        one.terminate()

    monkeypatch.setattr(child.Child, "run", run_and_end)
    with ExifTool() as tool, contextlib.suppress(Exception):
        tool.version()
    time.sleep(0.1)
    assert faults == []
