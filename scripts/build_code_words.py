"""Writes `nlp/data/code_words.txt`: the listed codes that are also frequent English words.

Usage: `python scripts/build_code_words.py`. What is frequent says the packaged model's own vocabulary (BERT's uncased
word pieces, Apache-2.0), which keeps a word whole where its corpus has it often.
"""

from pathlib import Path

from domain.instruments import InstrumentTable
from nlp.encoder import frequent_words

OUT = Path(__file__).resolve().parents[1] / "nlp" / "data" / "code_words.txt"


def main() -> None:
    """Writes the words, sorted, eighteen a line."""
    table = InstrumentTable.load()
    codes = {*table.instruments, *table.codes}
    words = sorted(word for word in frequent_words() if 2 <= len(word) <= 5 and word.upper() in codes)
    lines = [" ".join(words[at : at + 18]) for at in range(0, len(words), 18)]
    OUT.write_text(
        "# Listed codes that are also frequent English words; written by scripts/build_code_words.py.\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
