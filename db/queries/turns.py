"""What turned a verdict: the market, or a change of ours (another rule, another reading, a review), which is a correction."""

from collections.abc import Mapping
from typing import Any, Final

#: Turns that are told as corrections, never as market news.
OURS: Final = frozenset({"rule", "reread", "review"})

#: What a person is told of a verdict; a turn changes one of these.
TOLD = ("status", "when_made", "now", "target", "stale_since")
#: What a claim says, and what else the judge makes use of.
SAID = ("subject", "about", "metric", "relation", "low", "high", "unit", "kind", "basis", "when_meant")
JUDGED = (*SAID, "step", "hedged", "confidence", "converts")


def turn_of(before: Any, row: Mapping[str, Any], *, was: Any, now_read: Any) -> str | None:
    """`review`, `reread`, `rule` or `market` for a new check after the one before, None where nothing that is told changed.

    `was` and `now_read` are the readings of the claim that the two checks judged; another reading of its words is a turn
    even where the verdict came out the same, since whoever confirmed it saw other numbers.
    """
    changed = any(getattr(before, name) != row[name] for name in TOLD)
    if before.review_id != row["review_id"]:
        return "review"
    if row["review_id"] is None and (differs(was, now_read, SAID) or (changed and differs(was, now_read, JUDGED))):
        return "reread"
    if not changed:
        return None
    return "rule" if _another_version(before.rule, row["rule"]) else "market"


def differs(was: Any, now_read: Any, names: tuple[str, ...] = JUDGED) -> bool:
    """Whether two readings of one claim differ in what the judge makes use of."""
    return any(getattr(was, name) != getattr(now_read, name) for name in names)


def cause_of(before: Any, row: Mapping[str, Any], turn: str | None) -> str | None:
    """`stale_cause` as it is kept: a claim that became stale by our doing stays so for as long as it is stale."""
    if before is None or row["now"] != "stale":
        cause: str | None = row["stale_cause"]
    elif before.now != "stale":
        cause = turn if turn in ("rule", "reread") else row["stale_cause"]
    else:
        ours = before.stale_cause in OURS and before.stale_since == row["stale_since"]
        cause = before.stale_cause if ours else row["stale_cause"]
    return cause


def _another_version(before: str | None, after: str | None) -> bool:
    # another rule altogether (the other side of a conversion came or went) is no new version of this one
    (name, _, old), (same, _, new) = ((rule or "").partition("/") for rule in (before, after))
    return name == same and old != new
