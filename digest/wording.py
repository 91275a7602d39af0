"""How numbers, claims, times and other people's words are written in a digest."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

BIG = ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
QUOTE_LENGTH = 240


def one_line(words: str, limit: int = QUOTE_LENGTH) -> str:
    """Other people's words on one line: no control or direction-turning characters, cut at `limit` with an ellipsis."""
    kept = "".join(" " if unicodedata.category(c)[0] == "Z" or c in "\t\r\n\v\f" else c for c in words)
    shown = " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")).split())
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def web_link(address: str | None) -> str | None:
    """An http or https address, or None: nothing else is made clickable."""
    if address is None or any(c.isspace() or unicodedata.category(c) == "Cc" for c in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def amount(value: Decimal, unit: str) -> str:
    """A number as people write it: `157 USD`, `1.2T USD`, `41 %`, `18.5x`."""
    for size, letter in BIG:
        if abs(value) >= size:
            return f"{_plain(value / size)}{letter}{_unit(unit)}"
    return _plain(value) + _unit(unit)


def claimed(row: Mapping[str, Any]) -> str:
    """What a row of `claims_now` states: `price 157 USD`, `pe 18 to 20x`, `revenue over 1.2bn USD (FY2025)`."""
    low, high, unit = row["low"], row["high"], row["unit"]
    if low is not None and high is not None and low != high:
        said = f"{amount(low, '')} to {amount(high, unit)}"
    elif (value := low if low is not None else high) is None:
        said = "no number"
    else:
        words = {"~": "about ", "<": "under ", "<=": "at most ", ">": "over ", ">=": "at least "}
        said = words.get(row["relation"], "") + amount(value, unit)
    metric = str(row["metric"]).removesuffix("_pct").replace("_", " ")
    return one_line(f"{metric} {said}" + (f" ({row['basis']})" if row["basis"] else ""))


def posted(moment: datetime | None, precision: str) -> str:
    """When a post was written, no finer than is known; UTC."""
    if moment is None:
        return "time unknown"
    return moment.strftime({"day": "%Y-%m-%d", "month": "%Y-%m"}.get(precision, "%Y-%m-%d %H:%M UTC"))


def _plain(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.01")) if abs(value) >= 1 else value.normalize()
    text = f"{rounded:,f}" if abs(value) >= 10000 else f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unit(unit: str) -> str:
    return {"": "", "x": "x", "%": " %", "pct": " %"}.get(unit, f" {unit}")
