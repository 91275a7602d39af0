"""Exchanges as people write them, before a code (`NSE:INFY`) or after it (`TLRY:CA`), and the suffix that Yahoo gives them."""

import re
from typing import Final

#: word before the colon -> Yahoo suffix ("" is New York); source: the exchanges' own short names and
#: Google Finance's. STO is left out: to those who trade options it says "sell to open".
PREFIXES: Final = {
    "NYSE": "", "NASDAQ": "", "AMEX": "", "OTC": "", "OTCMKTS": "", "ARCA": "", "NYSEARCA": "", "BATS": "",
    "TSX": "TO", "TSXV": "V", "CVE": "V", "LSE": "L", "LON": "L", "HKG": "HK", "HKEX": "HK", "SEHK": "HK", "HK": "HK",
    "SSE": "SS", "SHA": "SS", "SH": "SS", "SZSE": "SZ", "SHE": "SZ", "SZ": "SZ", "ETR": "DE", "FRA": "F", "EPA": "PA", "AMS": "AS",
    "BME": "MC", "EBR": "BR", "WSE": "WA", "CPH": "CO", "SWX": "SW", "TYO": "T", "ASX": "AX", "NSE": "NS", "BSE": "BO", "BOM": "BO",
    "KRX": "KS", "KOSDAQ": "KQ", "SGX": "SI", "TPE": "TW",
}  # fmt: skip
#: what stands after a colon or a dot where the writer does not use Yahoo's suffix.
SUFFIXES: Final = {
    "TSX": "TO", "CA": "TO", "CN": "TO", "SH": "SS", "SHA": "SS", "LN": "L", "LON": "L", "JP": "T", "HK": "HK", "US": "",
}  # fmt: skip
_TOKYO: Final = re.compile(r"\d{3}[0-9A-Z]")
_CODES: Final = {
    "HK": re.compile(r"\d{1,5}"),
    "T": _TOKYO,
    "SS": re.compile(r"\d{6}"),
    "SZ": re.compile(r"\d{6}"),
    "KS": re.compile(r"\d{6}"),
    "KQ": re.compile(r"\d{6}"),
    "TW": re.compile(r"\d{4,6}"),
    "BO": re.compile(r"\d{6}|[A-Z][A-Z0-9&-]{1,19}"),
    "NS": re.compile(r"(?=.*[A-Z])[A-Z0-9][A-Z0-9&-]{1,19}"),
    "SI": re.compile(r"[A-Z0-9]{2,4}"),
    "AX": re.compile(r"(?=.*[A-Z])[A-Z0-9]{3,5}"),
}
_WESTERN: Final = re.compile(r"(?=.*[A-Z])[A-Z0-9]{1,6}(?:-[A-Z]{1,2})?")


def suffix_of(exchange: str, code: str) -> str | None:
    """The Yahoo suffix of the exchange written before a code, or None for a word that is no exchange.

    `TSE` is Tokyo before its four places (7203, 130A) and Toronto before letters.
    """
    if exchange == "TSE":
        return "T" if _TOKYO.fullmatch(code) else "TO"
    return PREFIXES.get(exchange)


def listed_as(code: str, suffix: str) -> str | None:
    """The Yahoo symbol of a code on an exchange abroad, or None where that exchange has no codes of such a form."""
    form = _CODES.get(suffix, _WESTERN)
    if not form.fullmatch(code):
        return None
    return f"{int(code):04d}.HK" if suffix == "HK" else f"{code}.{suffix}"
