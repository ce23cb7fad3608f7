"""Write the verifier's sentences for the browser, `verifier/src/sentences.json`, from the package's own.

Run `python scripts/make_sentences.py` after a change of a sentence; `--check` fails when the file is stale.
"""

import json
import sys
from pathlib import Path

from sunlot.core.protocol.sentences_proved import PROVED
from sunlot.core.protocol.sentences_refused import REFUSED

PLACE = Path(__file__).parents[1] / "verifier" / "src" / "sentences.json"


def main() -> int:
    """Write or check; give the exit code."""
    text = json.dumps({**REFUSED, **PROVED}, ensure_ascii=False, indent=2) + "\n"
    if sys.argv[1:] == ["--check"]:
        if PLACE.read_text("utf-8") == text:
            return 0
        print(f"{PLACE.name} differs from the package's sentences: python {sys.argv[0]}", file=sys.stderr)
        return 1
    PLACE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
