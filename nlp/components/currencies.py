"""The signs and words of money, and the currency of a listing. Codes: ISO 4217; listing suffixes: Yahoo notation."""
# ruff: noqa: E501  a pattern cut over lines is harder to read than a long one

from decimal import Decimal
from typing import Final

#: Written before or after an amount -> ISO code ("$" alone is the listing's own currency and stays "$").
SIGNS: Final = {
    "us$": "USD", "u$s": "USD", "usd": "USD", "hk$": "HKD", "hkd": "HKD", "港币": "HKD", "港元": "HKD", "c$": "CAD", "ca$": "CAD",
    "cad": "CAD", "a$": "AUD", "au$": "AUD", "aud": "AUD", "nt$": "TWD", "twd": "TWD", "s$": "SGD", "sgd": "SGD", "r$": "BRL",
    "brl": "BRL", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "¥": "JPY", "jpy": "JPY",
    "yen": "JPY", "rmb": "CNY", "cny": "CNY", "人民币": "CNY", "元": "CNY", "yuan": "CNY", "元人民币": "CNY", "美元": "USD",
    "₹": "INR", "inr": "INR", "rs": "INR", "rs.": "INR", "krw": "KRW", "₩": "KRW", "nok": "NOK", "sek": "SEK", "dkk": "DKK", "chf": "CHF",
    "$": "$", "dollars": "$", "dollar": "$", "bucks": "$", "us dollars": "USD", "us dollar": "USD", "pounds": "GBP",
}  # fmt: skip

#: A hundredth of a currency -> the currency.
HUNDREDTHS: Final = {"gbx": "GBP", "pence": "GBP", "euro cents": "EUR", "cents": "$", "cent": "$", "¢": "$"}

_SUFFIX: Final = {
    "HK": "HKD", "TO": "CAD", "V": "CAD", "L": "GBP", "DE": "EUR", "PA": "EUR", "AS": "EUR", "MI": "EUR", "MC": "EUR", "BR": "EUR",
    "HE": "EUR", "VI": "EUR", "LS": "EUR", "IR": "EUR", "T": "JPY", "SS": "CNY", "SZ": "CNY", "KS": "KRW", "KQ": "KRW", "TW": "TWD", "AX": "AUD",
    "NZ": "NZD", "SI": "SGD", "NS": "INR", "BO": "INR", "SA": "BRL", "OL": "NOK", "ST": "SEK", "CO": "DKK", "SW": "CHF", "F": "EUR",
}  # fmt: skip


def listing_currency(symbol: str | None) -> str:
    """The ISO code in which a listing trades, `points` for an index; USD where the symbol does not say otherwise."""
    if symbol is None:
        return "USD"
    if symbol.startswith("^"):
        return "points"
    if symbol.endswith("=X"):
        return symbol[3:6] if len(symbol) == 8 else symbol[:3]
    return _SUFFIX.get(symbol.rpartition(".")[2], "USD") if "." in symbol else "USD"


def in_whole(amount: Decimal) -> Decimal:
    """A hundredth's amount (pence, cents) in the whole unit."""
    return amount / 100
