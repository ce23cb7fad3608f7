"""Write down what is said of every bad repository now; read the difference before you commit it.

.venv/bin/python -m tests.repos.bless [CASE]...
"""

import sys
import tempfile
from pathlib import Path

from tests.repos.running import HERE, answer, cases, laid_out


def main(wanted: list[str]) -> None:
    """Bless the cases named, or all."""
    for case in wanted or cases():
        with tempfile.TemporaryDirectory() as name:
            output, _ = answer(laid_out(case, Path(name)))
        expected = HERE / "bad" / case / "expected.txt"
        if not expected.exists() or expected.read_text(encoding="utf-8") != output:
            expected.write_text(output, encoding="utf-8", newline="\n")
            print(case)
        if case.partition("-")[0] not in output:
            print(f"{case}: its code is not among what was found", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
