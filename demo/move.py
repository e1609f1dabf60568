"""Write what the seeds say of the demo company's move, as a person of a real one would type it.

python -m demo --path warehouse/raw.duckdb --stack moving
python -m demo.move --path warehouse/raw.duckdb
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb

SEEDS = ("account_successions", "product_switches")
FOLDER = Path(__file__).parents[1] / "seeds" / "identity"


def write_seeds(raw: Path, folder: Path) -> list[str]:
    """Replace the seeds of the move by those of a demo company; return a line for each.

    raw: the file that `python -m demo --stack moving` made.
    folder: where the seeds lie.

    Raise duckdb.Error when `raw` holds no company that moves.
    """
    lines = []
    with duckdb.connect(str(raw), read_only=True) as connection:
        for seed in SEEDS:
            target = folder / f"{seed}.csv"
            rows = connection.execute(f"select * from _demo.{seed} order by all")
            names = [name for name, *_ in rows.description]
            texts = [",".join(map(str, row)) for row in rows.fetchall()]
            target.write_text("\n".join([",".join(names), *texts]) + "\n", encoding="utf-8")
            lines.append(f"{target}: {len(texts)}")
    return lines


def main() -> int:
    """Run the command line; return 0, or 1 after a message that says what is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.move", description="Write the seeds of a demo company that moves."
    )
    parser.add_argument("--path", type=Path, default=Path("warehouse/raw.duckdb"))
    parser.add_argument("--seeds", type=Path, default=FOLDER, help="folder (seeds/identity)")
    options = parser.parse_args()
    try:
        print("\n".join(write_seeds(options.path, options.seeds)))
    except (duckdb.Error, OSError) as error:
        print(
            f"demo.move: {error}\nMake the company with --stack moving first.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
