"""Records of authors and sources: the ledger's claims and stances against the market, as rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from statistics import fmean
from typing import TYPE_CHECKING, Any

from domain.readings import Claim
from domain.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from market.evidence import Evidence
    from market.returns import Move, Moves

Row = dict[str, Any]
#: Nothing is ranked on fewer claims than this.
ENOUGH = 20
FITS = ("supported", "consistent")
NOTE = "A record speaks of claims as first posted, copies once; nothing is ranked on fewer than 20 checked claims."


def records(session: "Session", settings: Settings, *, as_of: datetime, by_author: bool, public: bool = False) -> list[Row]:
    """A record for each author, or each source, ranked ones first.

    `public` gives what may leave this machine: authors only where the operator lists them as public figures, and no
    contradiction that waits for a review.
    """
    from db.queries.records import grouped, last_judged, posted_claims, posted_stances
    from market.returns import Moves

    claims, stances = posted_claims(session), posted_stances(session)
    evidence = _evidence(session, {row["subject"] for row in claims} | {row["symbol"] for row in stances}, as_of)
    moves, until = Moves(evidence), min(last_judged(session) or as_of, as_of)
    said, held = grouped(claims, by_author=by_author), grouped(stances, by_author=by_author)
    hide = public and not settings.privacy.publish_unreviewed
    rows = []
    for key in sorted({*said, *held}, key=lambda key: (key[0], key[1] or "", key[2] or 0)):
        source, author, _ = key
        if by_author and public and f"{source}:{author}" not in settings.privacy.public_figures:
            continue
        who: Row = {"source": source} | ({"author": author} if by_author else {})
        record = claims_record(said.get(key, []), evidence=evidence, until=until, hide=hide)
        rows.append(who | record | {"stances": stance_record(held.get(key, []), moves)})
    return ranked(rows)


def _evidence(session: "Session", symbols: set[str | None], as_of: datetime) -> "Evidence":
    from market.evidence import Evidence
    from market.returns import INDEX_OF
    from tapecheck.jobs.check import known_market

    wanted = {symbol for symbol in symbols if symbol} | set(INDEX_OF.values())
    return Evidence(known_market(session, wanted), as_of=as_of)


def claims_record(rows: Sequence[Mapping[str, Any]], *, evidence: "Evidence", until: datetime, hide: bool) -> Row:
    """Claims checked and supported when made, how long they held, targets at their horizons; `waiting` await a review."""
    from market.records import HORIZONS, holding, share, target_at

    facts = [row for row in rows if row["kind"] == "fact" and not (hide and row["waits"])]
    checked = [row for row in facts if row["when_made"] in (*FITS, "contradicted")]
    right = [row for row in checked if row["when_made"] in FITS]
    forecasts = [(claim_of_row(row), row["posted_at"], row["posted_precision"]) for row in rows if row["kind"] == "forecast"]
    states = {
        months: [target_at(claim, at, precision, months, evidence=evidence) for claim, at, precision in forecasts] for months in HORIZONS
    }
    return {
        "claims": len(rows),
        "waiting": sum(bool(row["waits"]) for row in rows),
        "supported": asdict(share(len(right), len(checked))),
        "held": asdict(holding([*filter(None, (_held(row, until) for row in right))])),
        "targets": {
            str(months): asdict(share(found.count("hit"), found.count("hit") + found.count("missed"))) for months, found in states.items()
        },
    }


def _held(row: Mapping[str, Any], until: datetime) -> tuple[int, bool] | None:
    """(days, whether it ended) of a fact about the present; None for others and where the post's day is not known."""
    if row["now"] is None or row["posted_at"] is None or row["posted_precision"] not in ("second", "minute", "day"):
        return None
    posted, out = row["posted_at"].date(), row["gone_stale"]
    return max(((out or until.date()) - posted).days, 0), out is not None


def claim_of_row(row: Mapping[str, Any]) -> Claim:
    """A row of the claims' views as the claim it tells of."""
    own = ("subject", "about", "metric", "relation", "low", "high", "unit", "kind", "basis")
    return Claim(
        id=row["claim"], quote=row["words"], start=row["span_start"], end=row["span_end"], confidence=row["confidence"],
        hedged=row["hedged"], when=row["when_meant"], converts=row["converts"], step=row["step"],
        attributed_to=row["attributed_to"], supersedes=row["supersedes"], **{name: row[name] for name in own},
    )  # fmt: skip


def stance_record(rows: Iterable[Mapping[str, Any]], moves: "Moves") -> Row:
    """What instruments did after stances, by sessions: how often the author's way, and by how much, the index's change beside it.

    One stance of one author on one instrument counts once a session.
    """
    from market.records import last_moment
    from market.returns import SESSIONS

    once: dict[tuple[Any, ...], tuple[str, datetime, int]] = {}
    for row in rows:
        moment = last_moment(row["posted_at"], row["posted_precision"])
        if moment is not None:
            who = row["author_id"] if row["author_id"] is not None else row["text_hash"]
            place = (who, row["symbol"], row["label"], moves.base(row["symbol"], moment))
            once.setdefault(place, (row["symbol"], moment, 1 if row["label"] == "bullish" else -1))
    return {str(number): _after([(moves.after(symbol, at, number), way) for symbol, at, way in once.values()]) for number in SESSIONS}


def _after(found: Sequence[tuple["Move | None", int]]) -> Row:
    from market.records import share

    known = [(move, way) for move, way in found if move is not None]
    beside = [(move.own - move.index) * way for move, way in known if move.index is not None]
    right = asdict(share(sum(move.own * way > 0 for move, way in known), len(known)))
    return right | {
        "mean": fmean(move.own * way for move, way in known) if known else None,
        "beyond_index": fmean(beside) if beside else None,
        "with_index": len(beside),
    }


def ranked(rows: Iterable[Row]) -> list[Row]:
    """Rows with a `rank` by the lower bound of the share supported, where it rests on 20 or more; the others after them, unranked."""
    every = list(rows)
    enough = sorted((row for row in every if row["supported"]["of"] >= ENOUGH), key=lambda row: -row["supported"]["low"])
    first = [row["supported"]["low"] for row in enough]
    placed = [row | {"rank": 1 + first.index(row["supported"]["low"])} for row in enough]
    return [*placed, *(row | {"rank": None} for row in every if row["supported"]["of"] < ENOUGH)]


def as_columns(row: Mapping[str, Any]) -> Row:
    """A record in the words of a table; a percentage stands only where it rests on 20 or more."""
    held, stances = row["held"], row["stances"]
    half = "" if held["median_days"] is None else f", half {held['median_days']:g} days or less"
    return {
        **{name: row[name] for name in ("rank", "author", "source", "claims", "waiting") if name in row},
        "supported": in_words(row["supported"]),
        "held": f"{held['ended']} of {held['claims']} went stale{half}" if held["claims"] else "",
        **{f"target_{months}m": in_words(found) for months, found in row["targets"].items()},
        **{f"stance_{number}": _stance_words(found) for number, found in stances.items()},
    }


def in_words(found: Mapping[str, Any]) -> str:
    """`18 of 21 (65–95 %)`; the bare counts below 20, nothing for none."""
    if not found["of"]:
        return ""
    counts = f"{found['hits']} of {found['of']}"
    return counts if found["of"] < ENOUGH else f"{counts} ({100 * found['low']:.0f}–{100 * found['high']:.0f} %)"


def _stance_words(found: Mapping[str, Any]) -> str:
    if not found["of"]:
        return ""
    beside = "" if found["beyond_index"] is None else f", {100 * found['beyond_index']:+.1f} % beyond its index"
    return f"{in_words(found)}, {100 * found['mean']:+.1f} %{beside}"
