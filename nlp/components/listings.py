"""Which listing of a company a text means: the one whose code stands behind the name, else the one of the market it speaks of."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.instruments import InstrumentTable
from domain.readings import Mention

_CODE_BEHIND: Final = re.compile(r" ?[\(（]\$?([A-Z0-9]{1,6}(?:[.-][A-Z]{1,2})?)[\)）]")
CANADA: Final = ("TO", "V")  # where companies bear the code that they bear in New York
#: What a text says that trades or reckons on a market: the suffixes of its symbols, the words for it.
_MARKETS: Final = (
    (CANADA, re.compile(r"\bTSXV?\b|\bCanadian dollars\b|\bC\$\d|\bCAD\b|\bin Toronto\b")),
    (("L",), re.compile(r"£ ?\d|\bLSE\b|\bLondon (?:line|listing|shares)\b|\bin London\b|\bFTSE\b")),
    (("T",), re.compile(r"[¥￥] ?\d|\d ?yen\b|\bin Tokyo\b|\bTSE ?:|\bNikkei\b")),
    (("NS", "BO"), re.compile(r"₹ ?\d|\bRs\.? ?\d|\bcrores?\b|\blakhs?\b|\bNifty\b|\bNSE\b|\bin Mumbai\b")),
    (("AX",), re.compile(r"(?<![A-Z])A\$ ?\d|\bASX\b|\bin Sydney\b")),
    (("SI",), re.compile(r"(?<![A-Z])S\$ ?\d|\bSGX\b|\bSTI\b")),
    (("DE", "PA", "AS", "MI", "MC", "BR"), re.compile(r"€ ?\d|\d ?(?:euros?|€)|\bXetra\b|\bDAX\b|\bCAC ?40\b|\bEuronext\b|\bin (?:Paris|Amsterdam|Frankfurt|Milan)\b")),
    (("SW",), re.compile(r"\bCHF ?\d|\bSMI\b|\bin Zurich\b")),
)  # fmt: skip
#: One of these stands in whatever the patterns of the markets match: most texts hold none and need no search.
_SIGN: Final = re.compile(
    r"[£¥￥₹€]|TSX|Canadian|C\$|CAD|Toronto|LSE|London|FTSE|yen|Tokyo|TSE|Nikkei|Rs|crore|lakh|Nifty|NSE|Mumbai|A\$|ASX|Sydney|S\$|SGX|STI|euro|Xetra"
    r"|DAX|CAC|Euronext|Paris|Amsterdam|Frankfurt|Milan|CHF|SMI|Zurich"
)
_HEARD: Final = 4_000  # characters of a text that are heard for its market
_OWN_CITY: Final = 2  # how many of a market's signs outweigh one of another


def as_listed(text: str, found: Sequence[Mention], context: Sequence[str], table: InstrumentTable) -> list[Mention]:
    """The mentions, each in the listing that the text means; a name and the code right behind it are one mention of the code's."""
    named = _by_code(text, list(found), table)
    homes = _homes(text, named, context)
    if not homes:
        return named
    written = {m.symbol for m in named if m.how in ("tag", "cashtag") or (m.how == "symbol" and homes != CANADA)}
    return [m if m.symbol in written else replace(m, symbol=_at_home(m.symbol, homes, table)) for m in named]


def _by_code(text: str, found: list[Mention], table: InstrumentTable) -> list[Mention]:
    """A name followed by the code of one of its listings takes that listing, wherever the post says the name."""
    taken: dict[str, str] = {}
    for mention in found:
        code = _CODE_BEHIND.match(text, mention.end) if mention.how in ("name", "product") else None
        if code is None:
            continue
        for symbol in (mention.symbol, *table.siblings(mention.symbol)):
            if symbol == code[1] or symbol.partition(".")[0].lstrip("0") == code[1].lstrip("0"):
                taken.setdefault(mention.symbol, symbol)
    return [replace(m, symbol=taken.get(m.symbol, m.symbol)) if m.how != "cashtag" else m for m in found]


def _homes(text: str, found: Sequence[Mention], context: Sequence[str]) -> tuple[str, ...]:
    """The suffixes of the one foreign market that the text, its symbols and its thread speak of; empty where none or several do."""
    abroad = {symbol for symbol in (*(m.symbol for m in found), *context) if "." in symbol}
    told = _SIGN.search(text, 0, _HEARD) is not None
    if not abroad and not told:
        return ()
    signs = [0] * len(_MARKETS)
    for at, (suffixes, words) in enumerate(_MARKETS):
        signs[at] += len(words.findall(text[:_HEARD])[:4]) if told else 0
        signs[at] += sum(symbol.rpartition(".")[2] in suffixes for symbol in abroad)
    best = max(range(len(signs)), key=signs.__getitem__)
    rivals = sum(signs) - signs[best]
    return _MARKETS[best][0] if signs[best] and signs[best] >= _OWN_CITY * rivals else ()


def _at_home(symbol: str, homes: tuple[str, ...], table: InstrumentTable) -> str:
    return next((s for s in table.siblings(symbol) if s.rpartition(".")[2] in homes and "." in s), symbol) if "." not in symbol else symbol
