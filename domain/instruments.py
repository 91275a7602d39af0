"""The instrument table: listings, names, renames with dates, sister listings and ADR ratios, in Yahoo notation."""

import csv
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files

from domain.exchanges import SUFFIXES, listed_as, suffix_of

SEC_LIST_DAY = date(2025, 8, 24)  # of the SEC's list of tickers that the shipped table was built from
UNVERIFIED = "unverified"
_HK_CODE = re.compile(r"0*(\d{1,5})(?:\.?HK)?$", re.I)
_LEGAL = re.compile(
    r"[,.]?\s*(?:/[A-Z]{2,3}/?|\(The\)|\b(?:incorporated|inc|corporation|corp|company|co|limited|ltd|plc|holdings?|group|s\.?a|n\.?v|a\.?g|se|lp|llc|trust|"
    r"the|de|class [a-c]|common stock|ordinary shares)\b)\.?\s*$",
    re.I,
)

_SERIES = re.compile(r"preferred|depositary|warrant|\bunits?\b|\bfund\b|\bETF\b|[%*<]|\bseries\b|acquisition", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One listing: Yahoo symbol, official name (may be empty), issuer, MIC (24/7 for crypto), ISO currency, kind.

    `kind` is stock, etf, index, crypto, future or fx. `known` says that it is widely spoken of (large or hand-listed). `cik` is
    the company's number at the SEC; `since` the first day on which it can have been listed, where that is known.
    """

    symbol: str
    name: str
    issuer: str
    mic: str
    currency: str
    kind: str
    known: bool
    cik: int | None = None
    since: date | None = None

    def listed(self, on: date | None) -> bool:
        """Whether it can have been listed on a day (None: undated)."""
        return on is None or self.since is None or self.since <= on


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A surface form: the symbol it stands for, `how` (name or product), whether it is also an everyday word.

    It is true from `since` until `until` (exclusive; None: unbounded).
    """

    surface: str
    symbol: str
    how: str
    ambiguous: bool
    since: date | None = None
    until: date | None = None

    def holds(self, on: date | None) -> bool:
        """Whether it stands for the symbol on a day; an undated text is taken as written."""
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on < self.until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """`old` stopped trading under that symbol the day before `date`; `new` took over, or None where it was delisted.

    `how` is rename (same company), merger (the company went into `new`, which lived before) or end. `earliest` is the last day
    on which `old` was seen, where the change happened somewhere between the two. `source` says what it rests on (docs/instruments.md).
    """

    old: str
    new: str | None
    how: str
    earliest: date | None = None
    date: date
    source: str = UNVERIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One `adr` stands for `ratio` shares of `ordinary` from `since` on; `source` says who told so."""

    adr: str
    ordinary: str
    ratio: Decimal
    since: date
    source: str = UNVERIFIED


@dataclass(frozen=True, eq=False)
class InstrumentTable:
    """What symbols there are, what they are called, and how both changed. Get it from `InstrumentTable.load()`.

    `own_names` go before all others; `fingerprint` tells a table with additions of a ledger's own from the shipped one ("").
    """

    instruments: dict[str, Instrument]
    codes: dict[str, str]
    renames: tuple[Rename, ...]
    ratios: tuple[Ratio, ...]
    groups: dict[str, tuple[str, ...]]
    hand_names: tuple[Name, ...]
    common_words: frozenset[str]
    own_names: tuple[Name, ...] = ()
    fingerprint: str = ""
    _into: dict[str, list[Rename]] = field(init=False, repr=False)
    _away: dict[str, list[date]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        into: dict[str, list[Rename]] = {}
        away: dict[str, list[date]] = {}
        for rename in sorted(self.renames, key=lambda r: r.date, reverse=True):
            away.setdefault(rename.old, []).append(rename.date)
            if rename.new and rename.how == "rename":
                into.setdefault(rename.new, []).append(rename)
        object.__setattr__(self, "_into", into)
        object.__setattr__(self, "_away", away)

    @staticmethod
    def load() -> "InstrumentTable":
        """The table shipped with the package, read once a process."""
        return _load()

    def get(self, symbol: str) -> Instrument | None:
        """The listing with that Yahoo symbol, or None."""
        return self.instruments.get(symbol)

    def resolve(self, code: str, on: date | None = None) -> str | None:
        """The Yahoo symbol that a written code means on a day (None: as written), or None where it means none known.

        Takes class notations (BRK.B, BRK/B), exchange prefixes and suffixes (NASDAQ:AAPL, TLRY:CA, 700 HK), mainland
        codes of six digits and the usual names of indices, coins and futures (SPX, BTC, CL_F).
        """
        code = code.strip().lstrip("$").upper().replace(" ", ".")
        if found := self.codes.get(code) or (code if code in self.instruments else None):
            return self._written(found, on)
        found = self._future(code) or self._numeric(code) or self._dotted(code)
        return self._written(found, on) if found else None

    def as_of(self, symbol: str, on: date | None) -> str:
        """The symbol that the instrument which bears `symbol` today bore on a day (META in 2015 is FB)."""
        return self._back(symbol, on, date.max) if on and symbol in self._into else symbol

    def _written(self, symbol: str, on: date | None) -> str:
        """What a symbol written on a day means: its bearer of that day, not who took the symbol over since."""
        if on is None or symbol not in self._into:
            return symbol
        return self._back(symbol, on, min((day for day in self._away.get(symbol, ()) if day > on), default=date.max))

    def _back(self, symbol: str, on: date, limit: date) -> str:
        """Goes back from rename to rename, each no later than the one before and surely after `on`."""
        for _ in range(4):
            into = (r for r in self._into.get(symbol, ()) if r.date <= limit and on < (r.earliest or r.date))
            rename = next(into, None)
            if rename is None:
                break
            symbol, limit = rename.old, rename.date
        return symbol

    def successor(self, symbol: str, on: date) -> str:
        """The symbol which the instrument bears on a later day (FB in 2024 is META)."""
        for _ in range(4):
            rename = next((r for r in self.renames if r.old == symbol and r.date <= on and r.new), None)
            if rename is None or rename.new is None:
                break
            symbol = rename.new
        return symbol

    def siblings(self, symbol: str, on: date | None = None) -> tuple[str, ...]:
        """The other listings and share classes of the same issuer."""
        now = self.as_of(symbol, on)
        return tuple(s for s in self.groups.get(symbol, ()) if s not in (symbol, now))

    def ratio(self, adr: str, on: date | None = None) -> Decimal | None:
        """How many ordinary shares one depositary share stands for on a day (None: today); None where unknown or unverified."""
        fitting = [r for r in self.ratios if r.adr == adr and r.source != UNVERIFIED and (on is None or r.since <= on)]
        return max(fitting, key=lambda r: r.since).ratio if fitting else None

    @cached_property
    def spoken(self) -> tuple[Name, ...]:
        """Every name once a surface: one's own, then the hand-kept, then official names without their legal endings.

        A surface of one's own may stand several times, for periods that do not overlap.
        """
        own = {n.surface.lower() for n in self.own_names}
        found = [*self.own_names, *{n.surface: n for n in self.hand_names if n.surface.lower() not in own}.values()]
        taken = {n.surface.lower() for n in found}
        for name in self._official_names():
            if name.surface.lower() not in taken:
                found.append(name)
                taken.add(name.surface.lower())
        return tuple(found)

    @cached_property
    def names(self) -> dict[str, Name]:
        """Surface form to what it means."""
        return {n.surface: n for n in self.spoken}

    def _future(self, code: str) -> str | None:
        symbol = code[:-2] + "=F" if code.endswith("_F") else code
        return symbol if symbol in self.instruments else None

    def _numeric(self, code: str) -> str | None:
        if re.fullmatch(r"\d{6}", code):
            return next((s for s in (f"{code}.SS", f"{code}.SZ") if s in self.instruments), None)
        if (match := _HK_CODE.match(code)) and (code.endswith("HK") or len(code) == 5):
            return f"{int(match[1]):04d}.HK"
        return None

    def _dotted(self, code: str) -> str | None:
        if ":" in code and (parts := code.split(":", 1))[0] and parts[1]:
            head, tail = parts
            if tail in SUFFIXES:
                return self._listed(head, SUFFIXES[tail])
            return self._on_exchange(head, tail)
        head, dot, tail = code.replace("/", ".").replace("-", ".").partition(".")
        if not dot:
            return None
        if f"{head}-{tail}" in self.instruments:
            return f"{head}-{tail}"
        return self._listed(head, SUFFIXES[tail]) if tail in SUFFIXES else None

    def _on_exchange(self, exchange: str, code: str) -> str | None:
        """What an exchange named before a code means; a code of the right form counts abroad though the table lacks it."""
        suffix = suffix_of(exchange, code)
        if suffix == "F" and f"{code}.DE" in self.instruments:
            return f"{code}.DE"  # the home listing, which a writer who says Frankfurt means as a rule
        if suffix and (index := self.codes.get(code, "")).startswith("^"):
            return index
        found = self._listed(code, suffix or "")
        return found or (listed_as(code.replace(".", "-"), suffix) if suffix else None)

    def _listed(self, head: str, suffix: str) -> str | None:
        head = head.replace(".", "-")
        if suffix == "HK" and head.isdigit():
            return f"{int(head):04d}.HK"
        symbol = f"{head}.{suffix}" if suffix else head
        if symbol in self.instruments:
            return symbol
        return self.codes.get(symbol) or (listed_as(head, suffix) if suffix in {"TO", "AX"} else None)

    def _official_names(self) -> Iterator[Name]:
        for item in sorted(self.instruments.values(), key=_prominence, reverse=True):
            if not (item.mic in {"XHKG", "OTCM"} and self.groups.get(item.symbol)) and (name := official_name(item, self.common_words)):
                yield name


def official_name(item: Instrument, common_words: frozenset[str]) -> Name | None:
    """The surface form of a listing's official name, or None where it is too short or too common to stand for the company."""
    if not item.name or _SERIES.search(item.name):
        return None
    surface = short_name(item.name)
    one_word = " " not in surface
    common = all(w in common_words for w in surface.lower().split())
    if len(surface) < 4 or (one_word and not item.known) or (common and len(surface.split()) < 3 and not item.known):
        return None
    # a lone word of a register's name is too often an everyday word to stand by itself
    return Name(surface=surface, symbol=item.symbol, how="name", ambiguous=common or one_word, since=item.since)


def _prominence(item: Instrument) -> tuple[bool, bool, int]:
    """Which of several listings of one name is meant: the known one, on an exchange, under the shortest symbol."""
    return (item.known, item.mic != "OTCM", -len(item.symbol))


def short_name(name: str) -> str:
    """A company's official name without its legal endings, in title case where the register shouts."""
    while (cut := _LEGAL.sub("", name)) != name and cut:
        name = cut
    name = name.strip(" ,.&")
    return name.title() if name.isupper() and len(name) > 4 else name


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("domain") / "data" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))


def _names() -> Iterator[Name]:
    for row in _rows("names.csv"):
        for surface in row["surfaces"].split("|"):
            yield Name(surface=surface.lstrip("!"), symbol=row["symbol"], how=row["how"], ambiguous=surface.startswith("!"))


def _instruments(issuers: dict[str, str]) -> Iterator[Instrument]:
    packed = (files("domain") / "data" / "instruments.tsv.gz").read_bytes()
    for line in gzip.decompress(packed).decode().split("\n")[1:]:
        symbol, name, mic, currency, kind, big, cik = line.split("\t")
        issuer, number = issuers.get(symbol) or name or symbol, int(cik) if cik else None
        yield Instrument(symbol=symbol, name=name, issuer=issuer, mic=mic, currency=currency, kind=kind, known=bool(big), cik=number)


def _renames() -> Iterator[Rename]:
    for row in _rows("renames.csv"):
        yield Rename(
            old=row["old"],
            new=row["new"] or None,
            date=date.fromisoformat(row["date"]),
            how=row["how"],
            source=row.get("source") or UNVERIFIED,
        )


def _ratios() -> Iterator[Ratio]:
    for row in _rows("adr_ratios.csv"):
        yield Ratio(
            adr=row["adr"],
            ordinary=row["ordinary"],
            ratio=Decimal(row["ratio"]),
            since=date.fromisoformat(row["since"]),
            source=row.get("source") or UNVERIFIED,
        )


@cache
def _load() -> InstrumentTable:
    groups, issuers = {}, {}
    for row in _rows("issuers.csv"):
        symbols = tuple(row["symbols"].split())
        groups.update(dict.fromkeys(symbols, symbols))
        issuers.update(dict.fromkeys(symbols, row["issuer"]))
    words = (files("domain") / "data" / "common_words.txt").read_text(encoding="utf-8").split()
    return InstrumentTable(
        instruments={i.symbol: i for i in _instruments(issuers)},
        codes={r["code"]: r["symbol"] for r in _rows("codes.csv")},
        renames=tuple(_renames()),
        ratios=tuple(_ratios()),
        groups=groups,
        hand_names=tuple(_names()),
        common_words=frozenset(words),
    )
