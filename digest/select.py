"""What goes into a subscriber's digest: changes since the last one, on the watch list, under the rules of privacy and review."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from sqlalchemy.orm import Session

from db.models import Subscription
from db.queries.claims import changes_since, claims_now, stances
from db.queries.reviews import queue, reviewed_between
from digest.content import DigestContent, Line, Section, Turn
from digest.wording import amount, claimed, one_line, posted, web_link
from domain.privacy import may_be_shown, shown_author, without_value
from domain.settings import Settings

LIMIT = 20
#: a first digest looks this far back
FIRST = timedelta(days=30)
#: fewer posts with a direction than this, before or after, are no turn
TURN_POSTS = 3

#: name, title, word in the subject line; in the order in which they are told
SECTIONS = (
    ("contradicted", "Contradicted when made", "contradicted"),
    ("stale", "Gone stale", "stale"),
    ("hit", "Targets hit", "target hit"),
    ("missed", "Targets missed", "target missed"),
    ("new", "New claims", "new"),
    ("other", "Changed otherwise", "changed"),
    ("correction", "Corrections of ours: another reading or another rule, no news of the market", "correction"),
)

Row = dict[str, Any]


def digest_for(
    session: Session,
    subscription: Subscription,
    *,
    since: datetime | None,
    now: datetime,
    settings: Settings,
    passable: Collection[str] = (),
) -> DigestContent:
    """What changed for one subscriber in (since, now]; without `since`, in the last 30 days.

    A contradicted verdict that no person has reviewed is counted, never told, unless `publish_unreviewed` says so or
    the subscriber is the operator; one that is reviewed later is told then. Corrections of ours (another reading, another
    rule) stand by themselves and never among market news. Values of providers other than `passable` are told to the
    operator only.
    """
    start = now - FIRST if since is None else since
    watch = frozenset(str(symbol) for symbol in subscription.symbols)
    own = is_operator(subscription.address, settings)
    unreviewed = own or settings.privacy.publish_unreviewed
    rows = changes_since(session, start, now)
    if not unreviewed:
        rows = [*filter(_may_be_told, rows), *_reviewed_since(session, start, now, {row["fingerprint"] for row in rows})]
    rows = [row for row in rows if not watch or row["subject"] in watch]
    if not own:
        rows = [_passed_on(row, passable) for row in rows]
    return DigestContent(
        day=now.date(),
        since=start,
        until=now,
        watch=tuple(sorted(watch)),
        sections=_sections(rows, named=own, settings=settings),
        turns=_turns(session, sorted(watch), start, now),
        waiting=sum(1 for row in queue(session) if not watch or row["subject"] in watch),
        unsubscribe=parseaddr(settings.mail.sender)[1],
    )


def is_operator(address: str, settings: Settings) -> bool:
    """Whether mail to an address stays with whoever runs this: the sender itself, or a mailbox of this machine."""
    bare = parseaddr(address)[1].casefold()
    return bare.endswith("@localhost") or bare == parseaddr(settings.mail.sender)[1].casefold()


def _passed_on(row: Row, passable: Collection[str]) -> Row:
    """The row as it may be sent to others: without a value that its provider does not let anyone pass on."""
    if may_be_shown(row["provider"], passable):
        return row
    return row | {"observed": None, "observed_at": None, "reason": without_value(row["reason"] or "")}


def _may_be_told(row: Row) -> bool:
    """A row that names no unreviewed contradiction, be it the present verdict or the one before."""
    return not row["waits"] and (row["status_before"] != "contradicted" or row["review"] is not None)


def _reviewed_since(session: Session, since: datetime, until: datetime, told: set[str]) -> list[Row]:
    """Contradicted claims whose verdict is older, but whose review came in these days."""
    marks = reviewed_between(session, since, until) - told
    rows = claims_now(session, status="contradicted") if marks else []
    return [row | {"status_before": None, "correction": False} for row in rows if row["fingerprint"] in marks and not row["waits"]]


def _sections(rows: Iterable[Row], *, named: bool, settings: Settings) -> tuple[Section, ...]:
    sorted_out: dict[str, list[Row]] = {}
    for row in rows:
        sorted_out.setdefault(_section_of(row), []).append(row)
    made = []
    for name, title, short in SECTIONS:
        own = sorted(sorted_out.get(name, ()), key=_newest_checked_first)
        if own:
            lines = tuple(_line(row, named=named, settings=settings) for row in own[:LIMIT])
            made.append(Section(name=name, title=title, short=short, lines=lines, more=len(own) - len(lines)))
    return tuple(made)


def _section_of(row: Row) -> str:
    if row["correction"]:
        return "correction"
    if row["status"] in ("contradicted", "stale", "hit", "missed"):
        return str(row["status"])
    return "new" if row["status_before"] is None else "other"


def _newest_checked_first(row: Row) -> tuple[bool, float, int]:
    at = row["posted_at"]
    return row["status"] == "unchecked", -at.timestamp() if at is not None else 0.0, row["claim_key"]


def _line(row: Row, *, named: bool, settings: Settings) -> Line:
    privacy, page = settings.privacy, settings.web.public_url
    author = shown_author(row["source"], row["author"], named=named, public_figures=privacy.public_figures, key=privacy.pseudonym_key)
    return Line(
        key=row["claim_key"],
        symbol=row["subject"],
        quote=one_line(row["words"]) if row["words"] else None,
        author=("quoted by " if row["attributed_to"] else "") + one_line(author, 60) if author else None,
        source=one_line(row["source"], 60),
        link=web_link(row["link"]),
        page=web_link(f"{page.rstrip('/')}/claims/{row['claim_key']}") if page else None,
        posted=posted(row["posted_at"], row["posted_precision"]),
        claimed=claimed(row),
        observed=None if row["observed"] is None else amount(row["observed"], row["unit"]),
        observed_at=row["observed_at"],
        tolerance=row["tolerance"],
        grade=row["grade"],
        provider=row["provider"],
        status=row["status"],
        before=row["status_before"],
        reason=one_line(row["reason"] or "no reason recorded", 400),
        reviewed=row["review"] is not None,
    )


def _turns(session: Session, symbols: Sequence[str], since: datetime, until: datetime) -> tuple[Turn, ...]:
    """Symbols whose balance changed sides between the digest's full days and as many days before, three posts or more in each."""
    first, end = since.date(), until.date()
    counts: dict[str, list[int]] = {}
    for row in stances(session, symbols=symbols, since=first - (end - first)):
        if row["day"] < end.isoformat():
            own, late = counts.setdefault(row["symbol"], [0, 0, 0, 0]), 2 * (row["day"] >= first.isoformat())
            own[late] += row["bullish"]
            own[late + 1] += row["bearish"]
    turned = [Turn(symbol=symbol, before=(a, b), after=(c, d)) for symbol, (a, b, c, d) in sorted(counts.items()) if (a - b) * (c - d) < 0]
    return tuple(turn for turn in turned if min(sum(turn.before), sum(turn.after)) >= TURN_POSTS)
