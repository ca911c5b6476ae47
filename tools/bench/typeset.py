"""Typesets a number of records into a file, in a process whose memory can be measured."""

import itertools
import sys
import time
from pathlib import Path

from exifilm_core.printing import Form, default_paper, lay_out, typeset
from tools.bench import samples


def main(count: int, path: Path) -> None:
    form = Form.read()
    sheet = lay_out(default_paper(form), 4, form)
    notebook = itertools.cycle(samples.records())
    records = ((str(number), next(notebook)) for number in range(1, count + 1))
    start = time.perf_counter()
    with path.open("wb") as file:
        typeset(records, sheet, file)
    path.with_suffix(".seconds").write_text(f"{time.perf_counter() - start}")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
