"""Companies, products, nicknames, indices, coins and commodities spoken of by name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from domain.instruments import InstrumentTable, Name

from .everyday import is_everyday, means_company
from .lexicon import Lexicon, Named, Names, Spelling, joined_of, lexicon_of
from .surroundings import Words

Found = tuple[Name, int, int]  # the name, first and last word

_BROKERS = frozenset(
    ["GS", "JPM", "MS", "BAC", "C", "WFC", "UBS", "DB", "CS", "SCHW", "BLK", "BARC.L", "HSBA.L", "COF", "RY", "TD", "HOOD"]
)
_PLATFORMS = frozenset(["META", "FB", "GOOGL", "TWTR", "HOOD", "RDDT", "SCHW", "YHOO", "LNKD", "SNAP", "NFLX", "PINS", "AMZN"])
_SOURCE_VERBS = frozenset(
    [
        "says",
        "said",
        "say",
        "analyst",
        "analysts",
        "raises",
        "raised",
        "cuts",
        "cut",
        "upgrades",
        "upgraded",
        "downgrades",
        "downgraded",
        "initiates",
        "initiated",
        "reiterates",
        "reiterated",
        "maintains",
        "sees",
        "estimates",
        "estimated",
        "strategist",
        "strategists",
        "reported",
        "note",
        "economist",
        "economists",
        "account",
        "terminal",
        "research",
        "screenshot",
        "app",
        "finance",
        "target",
        "pt",
        "trims",
        "boosts",
        "lifts",
        "lowers",
        "starts",
        "reaffirms",
        "capital",
        "markets",
    ]
)
_SOURCE_PREPOSITIONS = frozenset(["at", "by", "from", "per", "via", "through", "with", "to", "using"])
_COMMODITY_CONTEXT = frozenset(
    [
        "price",
        "prices",
        "futures",
        "barrel",
        "barrels",
        "bbl",
        "expensive",
        "cheap",
        "spot",
        "ounce",
        "oz",
        "calls",
        "puts",
        "long",
        "short",
        "rally",
        "rallies",
        "crash",
        "shock",
        "surge",
        "surges",
        "hits",
        "hitting",
        "demand",
        "supply",
        "bull",
    ]
)
_NOT_NAME_AFTER = {
    "oil": {"stock", "stocks", "company", "companies"},
    "gold": {"standard", "medal", "mine"},
    "silver": {"lining", "bullet"},
}


def chinese_names(text: str, index: Lexicon, on: date | None) -> Iterator[tuple[Name, int, int]]:
    """Chinese names of a day (None: undated) with their character offsets."""
    for match in index.chinese_pattern.finditer(text):
        if name := next((name for name in index.chinese[match[0]] if name.holds(on)), None):
            yield name, match.start(), match.end()


def spotted_names(words: Words, spellings: Sequence[Spelling | None], on: date | None) -> Iterator[Found]:
    """Every place where a name known on that day stands, whatever its case: longest first at each place, left to right.

    `spellings` are those of the words, in order.
    """
    reached = 0
    for position, spelling in enumerate(spellings):
        if spelling is not None and spelling.names and position >= reached and (found := _longest(words, position, spelling, on)):
            reached = found[2] + 1
            yield found


def _longest(words: Words, position: int, spelling: Spelling, on: date | None) -> Found | None:
    for names in spelling.names:
        for parts, name in (*_longer(words, position + 1, names), *names.alone):
            last = position + len(parts) - 1
            if (
                last < len(words)
                and name.holds(on)
                and all(parts[i] in _forms(words, position + i) for i in range(2, len(parts)))
                and _tight(words, position, last)
            ):
                return (name, position, last)
    return None


def _longer(words: Words, position: int, names: Names) -> list[Named]:
    """The names of more than one word whose second stands at `position`, longest first."""
    if not names.longer or position >= len(words):
        return []
    found = [named for form in _forms(words, position) for named in names.longer.get(form, ())]
    return sorted(found, key=lambda named: -len(named[0])) if len(found) > 1 else found


def _forms(words: Words, position: int) -> Iterable[str]:
    """The ways in which a name may hold the word at `position`."""
    return dict.fromkeys((words.keys[position], joined_of(words.texts[position])))


def _tight(words: Words, first: int, last: int) -> bool:
    pairs = ((words.end(i), words.start(i + 1)) for i in range(first, last))
    return all(start - end <= 3 and "\n" not in words.text[end:start] and "," not in words.text[end:start] for end, start in pairs)


def stands(words: Words, found: Found, table: InstrumentTable) -> bool:
    """Whether the rules are sure that a spotted name stands for the instrument here."""
    name, first, last = found
    if name.symbol.endswith("=F"):
        return _commodity(words, found)
    if not _cased(words, found, table) or as_source(words, name.symbol, first, last) or as_platform(words, name.symbol, first, last):
        return False
    text = words.texts[first]
    if name.ambiguous and first == last and ((text.isupper() and len(text) > 3) or words.key(first - 1) in {"price", "new"}):
        return False
    if is_everyday(name, table):
        return means_company(words, first, last, lambda key: _names_surely(key, table))
    if name.ambiguous or name.how == "product":
        return words.near_market(first, last, 6) or words.number_after(last)
    return True


def _names_surely(key: str, table: InstrumentTable) -> bool:
    """Whether a word alone is the name of a company and nothing else."""
    names = lexicon_of(table).by_first.get(key)
    return names is not None and any(not name.ambiguous for _, name in names.alone)


def _cased(words: Words, found: Found, table: InstrumentTable) -> bool:
    """Capitalised, or a word that is nothing but a name."""
    name, first, last = found
    if words.texts[first][0].isupper() or words.texts[first][0].isdigit():
        inner = words.texts[last]
        return inner[0].isupper() or not name.surface.split()[-1][0].isupper() or inner[0].isdigit()
    if name.ambiguous or len(name.surface) < 4:
        return False
    return all(p.lower() not in table.common_words for p in name.surface.split()[:1]) and (first == last or name.how == "name")


def as_source(words: Words, symbol: str, first: int, last: int) -> bool:
    """Whether a broker or bank is named as the one who says something, not as an investment."""
    before = words.key(first - 1)
    if before in {"ex", "former"}:
        return True
    if symbol not in _BROKERS:
        return False
    after = {words.key(last + 1), words.key(last + 2)}
    return before in _SOURCE_PREPOSITIONS or bool(after & _SOURCE_VERBS) or words.text[words.end(last) : words.end(last) + 1] == ":"


def as_platform(words: Words, symbol: str, first: int, last: int) -> bool:
    """Whether a site or app is named as the place where something is posted or watched."""
    if symbol not in _PLATFORMS:
        return False
    after = words.key(last + 1)
    if after in {
        "shows",
        "show",
        "search",
        "account",
        "app",
        "page",
        "feed",
        "channel",
        "video",
        "videos",
        "comments",
        "finance",
        "user",
        "users'",
    }:
        return True
    return words.key(first - 1) in {"on", "via", "using", "watch", "watching", "through"} and words.key(first - 2) not in {
        "puts",
        "calls",
        "bullish",
        "bearish",
        "long",
        "short",
        "down",
        "up",
    }


def _commodity(words: Words, found: Found) -> bool:
    name, first, last = found
    if name.surface.lower() not in {"oil", "gold", "silver", "copper", "crude"}:
        return True
    if words.key(last + 1) in _NOT_NAME_AFTER.get(name.surface.lower(), ()):
        return False
    around = {words.key(i) for i in range(first - 4, last + 5)}
    return bool(around & _COMMODITY_CONTEXT)
