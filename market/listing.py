"""Where a symbol trades and in what money, from its Yahoo suffix; an instrument table, where given, knows better."""

from decimal import Decimal

#: suffix -> (ISO 10383 market code, currency); source: the exchanges' own codes. India's two exchanges keep one calendar, of
#: which exchange_calendars knows Mumbai's; Taiwan's two boards share theirs.
SUFFIXES = {
    "HK": ("XHKG", "HKD"), "SS": ("XSHG", "CNY"), "SZ": ("XSHG", "CNY"), "T": ("XTKS", "JPY"), "L": ("XLON", "GBX"),
    "DE": ("XETR", "EUR"), "F": ("XFRA", "EUR"), "PA": ("XPAR", "EUR"), "AS": ("XAMS", "EUR"), "MI": ("XMIL", "EUR"),
    "MC": ("XMAD", "EUR"), "BR": ("XBRU", "EUR"), "SW": ("XSWX", "CHF"), "TO": ("XTSE", "CAD"), "V": ("XTSE", "CAD"),
    "AX": ("XASX", "AUD"), "NZ": ("XNZE", "NZD"), "KS": ("XKRX", "KRW"), "KQ": ("XKRX", "KRW"), "TW": ("XTAI", "TWD"),
    "SI": ("XSES", "SGD"), "NS": ("XBOM", "INR"), "BO": ("XBOM", "INR"), "SA": ("BVMF", "BRL"), "ST": ("XSTO", "SEK"),
    "CO": ("XCSE", "DKK"), "HE": ("XHEL", "EUR"), "OL": ("XOSL", "NOK"), "JO": ("XJSE", "ZAc"), "TA": ("XTAE", "ILA"),
    "JK": ("XIDX", "IDR"), "VI": ("XWBO", "EUR"), "LS": ("XLIS", "EUR"), "IR": ("XDUB", "EUR"), "WA": ("XWAR", "PLN"),
    "TWO": ("XTAI", "TWD"),
}  # fmt: skip
INDICES = {
    "^HSI": "XHKG", "^HSCE": "XHKG", "^N225": "XTKS", "^FTSE": "XLON", "^GDAXI": "XETR", "^FCHI": "XPAR", "000001.SS": "XSHG",
    "^BSESN": "XBOM", "^NSEI": "XBOM", "^KS11": "XKRX", "^TWII": "XTAI", "^STI": "XSES", "^AXJO": "XASX", "^JKSE": "XIDX",
}  # fmt: skip
#: minor unit -> (major unit, minor units for one): a fixed scale, never an exchange rate.
MINOR = {
    "GBX": ("GBP", Decimal(100)),
    "GBp": ("GBP", Decimal(100)),
    "ZAc": ("ZAR", Decimal(100)),
    "ZAX": ("ZAR", Decimal(100)),
    "ILA": ("ILS", Decimal(100)),
}
ALWAYS_OPEN = "24/7"


def exchange_of(symbol: str) -> str:
    """The market code whose hours the symbol keeps; crypto is `24/7`, a bare symbol trades in New York."""
    if symbol.startswith("^"):
        return INDICES.get(symbol, "XNYS")
    if symbol.endswith(("-USD", "-USDT", "-EUR", "-GBP")):
        return ALWAYS_OPEN
    return SUFFIXES.get(symbol.rpartition(".")[2], ("XNYS", "USD"))[0] if "." in symbol else "XNYS"


def currency_of(symbol: str) -> str:
    """The money a symbol is quoted in where its bars do not say."""
    return SUFFIXES.get(symbol.rpartition(".")[2], ("XNYS", "USD"))[1] if "." in symbol else "USD"


def major(currency: str) -> tuple[str, Decimal]:
    """(major currency, how many of the given unit make one of it): ("GBP", 100) for pence, itself and 1 else."""
    return MINOR.get(currency, (currency, Decimal(1)))
