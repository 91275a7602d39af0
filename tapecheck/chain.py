"""The chain of evidence of one claim: words → interval → reading → observed → rule → status, each with its source and time."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from domain.jsonl import written_moment
from tapecheck.records import claim_of_row
from tapecheck.tables import claimed, written_number

if TYPE_CHECKING:
    from market.evidence import Evidence

Row = Mapping[str, Any]
Link = dict[str, Any]


def chain(row: Row, *, evidence: "Evidence | None" = None) -> list[Link]:
    """The links of a claim in order, each {link, what, source, time}; None for what is not known.

    `row` is what `show_claim` gives. With `evidence`, a target's state at 3, 6 and 12 months is among them.
    """
    links = [_words(row), _interval(row), _reading(row), _observed(row), _rule(row), _status(row)]
    return links + (_horizons(row, evidence) if evidence is not None else [])


def _link(name: str, what: str, source: str | None, time: datetime | str | None) -> Link:
    return {"link": name, "what": what, "source": source, "time": time}


def _words(row: Row) -> Link:
    edited = "" if row["revision"] == 1 else f", text {row['revision']} (edited), seen {row['seen_at']:%Y-%m-%d %H:%M} UTC"
    return _link(
        "words",
        f"“{row['words']}”" if row["words"] else "(removed at its source)",
        f"{'quoted by ' if row['attributed_to'] else ''}{row['author'] or 'unknown'} on {row['source']}, post {row['post']}{edited}",
        written_moment(row["posted_at"], row["posted_precision"]),
    )


def _interval(row: Row) -> Link:
    from market.interval import interval_of

    claim = claim_of_row(row)
    if claim.low is None and claim.high is None:
        return _link("interval", "no number", None, None)
    found = interval_of(claim)
    low, high = (None if end is None else written_number(end) for end in (found.low, found.high))
    what = f"{low} to {high}" if low and high else f"{low} or more" if low else f"{high} or less"
    why = "half the last written place either side" + (", 1 % wider for the hedge" if claim.hedged or claim.relation == "~" else "")
    return _link("interval", f"{what} {claim.unit}".strip(), why, None)


def _reading(row: Row) -> Link:
    about = f" of {row['about']}" if row["about"] else ""
    basis = f", {row['basis']}" if row["basis"] else ""
    what = f"{row['subject'] or 'no instrument'} {row['metric']}{about} {claimed(row)} ({row['kind']}{basis}, {row['when_meant']})"
    what += f", judged as {row['reading']}" if row["reading"] else ""
    amendment = next((word for word in reversed(row["reviews"]) if word["action"] == "amend"), None)
    if amendment is not None:
        return _link("reading", what, f"amended by {amendment['who']}: {amendment['why']}", amendment["at"])
    return _link("reading", what, f"reader {row['reader_version']}, confidence {row['confidence']:.2f}", row["read_at"])


def _observed(row: Row) -> Link:
    if row["observed"] is None:
        return _link("observed", "nothing to compare with", row["provider"], None)
    what = f"{written_number(row['observed'])} {row['unit']}".strip()
    if row["now_observed"] is not None and row["now_observed_at"] != row["observed_at"]:
        what += f"; at last {written_number(row['now_observed'])} {row['unit']} ({row['now_observed_at']})"
    return _link("observed", what, f"{row['provider'] or 'unknown'}, grade {row['grade'] or '-'}", row["observed_at"])


def _rule(row: Row) -> Link:
    return _link("rule", f"{row['rule'] or 'none'}, tolerance {row['tolerance'] or 'none'}", "docs/verdicts.md", row["as_of"])


def _status(row: Row) -> Link:
    axes = [f"{name} {row[key]}" for name, key in (("when made", "when_made"), ("now", "now"), ("target", "target")) if row[key]]
    since = f"stale since {row['stale_since']} ({row['stale_cause']})" if row["stale_since"] else ""
    what = ", ".join(part for part in (str(row["status"]), *axes, since) if part)
    by = f"{row['review']} by {row['reviewer']}: {row['review_why']}" if row["review"] else "waits for a review" if row["waits"] else None
    return _link("status", what.replace("_", " "), by, row["checked_at"])


def _horizons(row: Row, evidence: "Evidence") -> list[Link]:
    from market.records import HORIZONS, last_moment, months_after, target_at

    claim, moment = claim_of_row(row), last_moment(row["posted_at"], row["posted_precision"])
    if moment is None or row["kind"] != "forecast":
        return []
    days = {months: months_after(moment.date(), months) for months in HORIZONS}
    states = {months: target_at(claim, row["posted_at"], row["posted_precision"], months, evidence=evidence) for months in HORIZONS}
    today = evidence.as_of.date()
    return [
        _link(f"after {months} months", state or ("ahead" if days[months] >= today else "not counted"), None, str(days[months]))
        for months, state in states.items()
    ]


def held(history: Iterable[Row], posted_at: datetime | None) -> list[tuple[str | None, date | None, str | None]]:
    """When the claim held, oldest first: (from, first session out or None where it still holds, cause)."""
    found: list[tuple[str | None, date | None, str | None]] = []
    start: str | None = None if posted_at is None else f"{posted_at:%Y-%m-%d}"
    holds = False
    for check in history:
        if check["now"] in ("holds", "drifted"):
            if not holds and found:
                start = check["now_observed_at"] or f"{check['as_of']:%Y-%m-%d}"
            holds = True
        elif check["now"] == "stale" and (holds or not found):
            found.append((start, check["stale_since"], check["stale_cause"]))
            holds = False
    return [*found, (start, None, None)] if holds else found
