"""Write the cards of signals and bands, seed rows, as doc blocks; with --check, compare."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.rules_hash import SEEDS, Row, read_seed

PAGE = SEEDS.parents[1] / "models" / "_docs" / "cards.md"
HEAD = (
    "[comment]: # (Written by `make rules` from signals, bands, band_statuses and band_cards. "
    "Edit the seeds.)"
)


def named(signal: Row) -> tuple[str, str]:
    """Readable name and what is measured: a definition's text before and after its first colon."""
    name, colon, measured = signal["definition"].partition(":")
    if not colon:
        return signal["signal_id"].replace("_", " "), signal["definition"]
    return name.strip(), measured.strip()


def block(name: str, *paragraphs: str) -> str:
    """A doc block of dbt."""
    return "\n\n".join([f"{{% docs {name} %}}", *paragraphs, "{% enddocs %}"])


def signals_with_cards(folder: Path) -> list[Row]:
    """Rows of signals of which somebody wrote why they matter."""
    return [signal for signal in read_seed(folder, "signals") if signal["why_it_matters"]]


def signal_card(signal: Row) -> list[str]:
    """Paragraphs of a signal's card."""
    name, measured = named(signal)
    unit = signal["unit"] or "no unit"
    return [
        f"**{name}** ({unit}, better when {signal['better_when']}): {measured}.",
        f"*Why it matters:* {signal['why_it_matters']}",
        f"*What moves it:* {signal['what_moves_it']}",
        f"*What to do when it is poor:* {signal['what_to_do']}",
    ]


def signal_blocks(folder: Path) -> list[str]:
    """One block `signal_<id>` for each signal that has a card."""
    return [
        block(f"signal_{signal['signal_id']}", *signal_card(signal))
        for signal in signals_with_cards(folder)
    ]


def band_cards(folder: Path) -> dict[str, list[str]]:
    """Paragraphs of each band's card by `<card>_<band>`, `any_<status>` for a status."""
    labels = {
        (row["scorecard_id"], row["band_id"]): row["label"] for row in read_seed(folder, "bands")
    }
    labels |= {("*", row["band_id"]): row["label"] for row in read_seed(folder, "band_statuses")}
    names = {row["scorecard_id"]: row["name"] for row in read_seed(folder, "scorecards")}
    names["*"] = "any card"
    return {
        f"{card['scorecard_id'].replace('*', 'any')}_{card['band_id']}": [
            f"**{labels[card['scorecard_id'], card['band_id']]}** ({names[card['scorecard_id']]}): "
            f"{card['meaning']}",
            f"*What to do:* {card['what_to_do']}",
        ]
        for card in read_seed(folder, "band_cards")
    }


def band_blocks(folder: Path) -> list[str]:
    """One block `band_<card>_<band>` for each band card, `band_any_<status>` for a status."""
    return [block(f"band_{name}", *card) for name, card in band_cards(folder).items()]


def all_cards(folder: Path) -> str:
    """The block of the page that shows all cards, signals by what they speak of."""
    families: dict[str, list[Row]] = {}
    for signal in signals_with_cards(folder):
        families.setdefault(signal["family"], []).append(signal)
    paragraphs = ["# The cards of signals and bands"]
    for family, signals in families.items():
        paragraphs.append(f"## {family.replace('_', ' ').capitalize()}")
        paragraphs += [text for signal in signals for text in signal_card(signal)]
    paragraphs.append("## Bands")
    paragraphs += [text for card in band_cards(folder).values() for text in card]
    return block("all_cards", *paragraphs)


def page(folder: Path) -> str:
    """The whole file."""
    return (
        "\n\n".join([HEAD, *signal_blocks(folder), *band_blocks(folder), all_cards(folder)]) + "\n"
    )


def main() -> int:
    """Part of `make rules`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare; exit 1 on a difference")
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="folder of the seeds")
    parser.add_argument("--page", type=Path, default=PAGE, help="file to write or compare")
    arguments = parser.parse_args()
    wanted = page(arguments.seeds)
    if arguments.page.exists() and arguments.page.read_text() == wanted:
        print("The cards of the documentation are those of the seeds.")
        return 0
    if arguments.check:
        print(f"{arguments.page.name} differs from the seeds. Run `make rules`.")
        return 1
    arguments.page.write_text(wanted)
    print(f"{arguments.page.name}: written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
