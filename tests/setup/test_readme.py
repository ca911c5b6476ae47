"""The README, tested: its commands, its example, its map, its targets."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.form.gtk_probe import python_with_gtk
from tests.gate.hosts import needed
from tests.printing import cups
from tests.printing.interpreter import texts
from tests.setup import pasted
from tests.setup.pasted import PRINTER, gets_it_itself, make_scans, stand_in

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


GIT = """\
#!/bin/sh
[ "$1" = clone ] || exec {git} "$@"
for last; do :; done
place=$(basename "$last" .git)
cp -a {clone} "$place"
cd "$place"
{stamp}
"""
"""A `git` whose clone copies the work tree, set up, whatever the address."""
STAMP = """\
from="$(cksum <pyproject.toml) $(cksum <tools/setup.sh)"
printf "%s\\n" work "$PWD" "$from" >.venv/made-from
"""
"""Writes the stamp that `tools/setup.sh` writes after the set-up."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A README reader's home, with scans and a printer."""
    return home_for(README, tmp_path)


def home_for(readme: str, tmp_path: Path) -> Path:
    """A home that needs no network: stand-ins supply every download."""
    tree = tmp_path / ".tree"
    told = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, told.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    (tree / ".venv").mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (tree / ".venv" / part).symlink_to(Path(sys.prefix) / part)
    stand_in(tmp_path, "lpr", PRINTER)
    stand_in(tmp_path, "pipx", "#!/bin/sh\n")
    stand_in(tmp_path, "git", GIT.format(git=shutil.which("git"), clone=tree, stamp=STAMP))
    if gets_it_itself(readme):
        make_scans(tmp_path)
    else:
        subprocess.run([tmp_path / "bin/git", "clone", "exifilm"], cwd=tmp_path, check=True)
        make_scans(tmp_path / "exifilm")
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    path = [str(home / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    mine = {"PATH": os.pathsep.join(path), "HOME": str(home)}
    data = {
        f"XDG_{name}_HOME": str(home / f".{name.lower()}") for name in ("DATA", "STATE", "CONFIG")
    }
    return {**os.environ, **mine, **data}


@pytest.mark.window
def test_the_commands_and_the_example_run(home: Path) -> None:
    if "exifilm edit" in "".join(block.commands for block in pasted.blocks(README)):
        python_with_gtk()
    assert len(pasted.blocks(README)) >= 5
    (example,) = blocks("python")
    assert len([line for line in example.splitlines() if line]) <= 10
    start = home if gets_it_itself(README) else home / "exifilm"
    python = f"{sys.executable} - <<'EOF'\n{example}EOF\n"
    *_others, told = pasted.paste(README, start, environment(home), then=python)
    first, *others = told.splitlines()
    assert first == "1 Moonrise over the mesa f/22½ 1/4 s"
    assert len(others) == 15
    named = re.findall(r"--output (\S+\.pdf)", "".join(blocks("sh")))
    for pdf in named:
        (file,) = home.rglob(Path(pdf).name)
        assert file.read_bytes().startswith(b"%PDF-")


PAGE = """\
A page.

```sh
cd elsewhere
echo "one$((1 + 1))"; echo saved in 7 s
```

```text
one2
saved in … s
```

```text
exifilm_core/    a map
```

```sh
basename "$PWD"
```
"""


def test_commands_are_pasted_into_one_shell(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    printed = pasted.paste(PAGE, tmp_path, os.environ)
    assert printed == ["one2\nsaved in 7 s\n", "elsewhere\n"]


NEWCOMERS = """\
```sh
git clone https://example.org/somebody/exifilm.git
cd exifilm
make setup
export PATH="$PWD/.venv/bin:$PATH"
```

```sh
exifilm edit ~/scans
exifilm set ~/scans/scan_01.jpg film=HP5
```

```text
…/scan_01.jpg: Film saved
```
"""


@pytest.mark.window
def test_a_newcomer_gets_it_and_opens_the_window(tmp_path: Path) -> None:
    python_with_gtk()
    home = home_for(NEWCOMERS, tmp_path)
    pasted.paste(NEWCOMERS, home, environment(home))
    assert (home / "exifilm/README.md").read_text(encoding="utf-8") == README
    state = home / ".state/exifilm/window.json"
    assert str(home / "scans") in state.read_text(encoding="utf-8"), "the window was open there"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("one2\n", "one3\n", "and the README says\none3"),
        ("saved in … s\n", "", "and the README says"),
        ("cd elsewhere", "cd nowhere", "status 1 of\ncd nowhere"),
        ("basename", "exifilm-none", "status 127 of\nexifilm-none"),
    ],
)
def test_a_page_that_is_wrong_is_found_out(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(AssertionError, match=re.escape(said)):
        pasted.paste(PAGE.replace(right, wrong, 1), tmp_path, os.environ)


@pytest.mark.hosts
def test_it_can_be_pasted_as_it_stands(tmp_path: Path) -> None:
    """A new clone, an installation of its own, and a printer of CUPS."""
    needed("cups", "cupsd")
    with cups.server() as server:
        pasted.paste_for_real(README, tmp_path, server.environment)
        if "lpr" in "".join(block.commands for block in pasted.blocks(README)):
            assert texts(server.printed()), "the last of what was sent to the printer"


def test_every_command_is_shown(home: Path) -> None:
    """Users would not find a command that the README leaves out."""
    told = subprocess.run(
        ["exifilm", "--help"], env=environment(home), capture_output=True, text=True, check=True
    ).stdout
    offered = set(re.findall(r"^  ([a-z]+)  ", told, re.MULTILINE))
    shown = set(re.findall(r"\bexifilm ([a-z]+)", README))
    assert offered - shown <= {"completion", "schema", "uninstall"}
    run_here = re.findall(r"^exifilm ([a-z]+)", "".join(blocks("sh")), re.MULTILINE)
    assert set(run_here) <= offered


def test_links_and_pictures_are_there() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"):
        links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_targets_named_are_made() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = re.findall(r"(?:`|^    )make ([a-z]+)", text, re.MULTILINE)
        assert set(named) <= targets, page
