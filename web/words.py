"""Numbers, times and quotes as a page writes them."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from domain.jsonl import written_moment
from web.audience import Row

#: How much of a post stands before and after a quote, in characters.
AROUND = 600


#: What turned a verdict, as a page says it.
TURNS = {
    "first": "first check", "market": "the market moved", "rule": "correction: another rule", "reread": "correction: read anew",
    "review": "correction: a person's review",
}  # fmt: skip


class Quote(NamedTuple):
    """A post's words in three parts; `quote` is empty where the claim's place is not known."""

    before: str
    quote: str
    after: str


def in_context(row: Row) -> Quote | None:
    """The claim's words among those around them; None where the post's text is no longer kept."""
    text = "\n".join(part for part in (row["title"], row["body"]) if part)
    if not text:
        return None
    start, end = row["span_start"], row["span_end"]
    if start is None or end is None or not 0 <= start < end <= len(text):
        return Quote(_start(text, 2 * AROUND), "", "")
    before, after = text[:start], text[end:]
    return Quote(before if len(before) <= AROUND else "…" + before[-AROUND:], text[start:end], _start(after, AROUND))


def claimed(row: Row) -> str:
    """What was claimed: `price = 157 USD`."""
    low, high = row["low"], row["high"]
    amount = number(low if low is not None else high)
    if low is not None and high is not None and low != high:
        amount = f"{number(low)} to {number(high)}"
    relation = "" if row["relation"] == "range" else row["relation"]
    return " ".join(part for part in (row["metric"].replace("_", " "), relation, amount, row["unit"]) if part)


def observed(row: Row) -> str:
    """What the market data said, from whom and when, or why nothing stands here."""
    if row["values_withheld"]:
        return f"not shown here: {row['provider']} has not said that its values may be passed on"
    if row["observed"] is None:
        return "nothing to compare with"
    where = ", ".join(part for part in (row["observed_at"], row["provider"] and f"source {row['provider']}") if part)
    return f"{number(row['observed'])} {row['unit']}".strip() + (f" ({where})" if where else "")


def number(value: Decimal | None) -> str:
    """A number without exponent and idle zeros, its thousands separated; `?` for None."""
    if value is None:
        return "?"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def when(moment: datetime | None, precision: str = "minute") -> str:
    """A time in UTC, no finer than is known."""
    if moment is None:
        return "at an unknown time"
    return str(written_moment(moment, precision)) if precision in ("day", "month") else moment.strftime("%Y-%m-%d %H:%M UTC")


def _start(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + "…"
