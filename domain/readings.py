"""What the reader finds in a post. Offsets are code points into `Post.text`; `end` is exclusive."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An instrument spoken of: `symbol` in Yahoo notation as of the post's day, `how` it was recognised.

    `how` is one of `cashtag`, `tag` (`$Name(CODE)$`, `Name(CODE)`), `symbol`, `name`, `product`, `inherited`
    (taken from what the post answers; its span is empty at 0). `product` holds a product's name where a brand stood.
    """

    symbol: str
    start: int
    end: int
    how: str
    confidence: float = 1.0
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """The author's own view of one instrument: `label` (bullish, bearish, neutral), its score in [0, 1], evidence spans."""

    symbol: str
    label: str
    score: float
    versus: str | None = None
    evidence: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A numeric claim as the labelling guidelines define it, with the fields that checking needs.

    Numbers are in base units (1.2bn is 1200000000, 41 % is 41, 50 bps is 0.5). `step` is the last written place in
    base units. `when` is `now`, `past`, or an ISO date or interval. `converts` names the claim this one converts,
    `supersedes` the claim of an earlier post that its author takes back with this one. `attributed_to` is None for the
    author's own claim, `quote` for one in the words of somebody else that the post quotes, retells or turns down.
    `posted_at` of the claim is its post's.
    """

    id: str
    subject: str | None
    about: str | None
    metric: str
    relation: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    kind: str
    basis: str | None
    quote: str | None
    start: int | None = None
    end: int | None = None
    confidence: float = 1.0
    step: Decimal | None = None
    hedged: bool = False
    when: str = "now"
    converts: str | None = None
    attributed_to: str | None = None
    supersedes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A factual assertion without a number: its subject (a symbol or None) and the sentence that makes it."""

    subject: str | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read out of one post; `tickers` is sorted and unique, `stances` covers it one to one."""

    id: str
    tickers: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    stances: tuple[Stance, ...] = ()
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
