"""Draw every case of the statistical tests and write the figures that the site publishes.

    python scripts/make_statistics.py     docs/site/data/statistics.json, in about five minutes of one processor

Seeds are fixed, so a second run writes the same bytes; `tests/unit/protocol/test_statistics.py` draws most of it again.
"""

import json
from pathlib import Path

from chances import drawing, figures

FILE = Path(__file__).parents[1] / "docs" / "site" / "data" / "statistics.json"


def main() -> None:
    """Write the file, and name what looks unfair."""
    found = [figure for size in figures.TAKES for figure in figures.of_targets(size)] + list(figures.of_places())
    controls = list(figures.of_controls())
    document = figures.document(found, controls, figures.fingerprints(drawing.by_sql))
    FILE.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(found)} tests, {len(figures.suspicious(found))} suspicious")
    for figure in figures.suspicious(found):
        print(figure)


if __name__ == "__main__":
    main()
