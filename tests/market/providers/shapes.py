"""Answers in the shapes of the providers, with made-up companies and numbers."""

import io
import zipfile
from datetime import UTC, date, datetime

DAILY = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<Cube><Cube time='2026-06-12'><Cube currency='USD' rate='1.1700'/><Cube currency='CNY' rate='8.0000'/></Cube></Cube></gesmes:Envelope>"""
HISTORY = "Date,USD,CYP,CNY,\n2026-06-12,1.17,N/A,8.0,\n2026-06-11,1.16,N/A,7.9,\n2012-01-03,1.3,N/A,8.2,\n"


def history_zip(text: str = HISTORY) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("eurofxref-hist.csv", text)
    return packed.getvalue()


def tiingo_day(day: str, close: float = 100.0, **more):
    row = {"date": f"{day}T00:00:00.000Z", "open": 99.5, "high": 101.25, "low": 98.75, "close": close, "volume": 1000}
    return row | {"adjClose": close / 4, "divCash": 0.0, "splitFactor": 1.0} | more


def epoch(day: date, hour: int = 13, minute: int = 30) -> int:
    return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).timestamp())


def chart(symbol: str, days, closes, **more):
    numbers = {"close": closes, "open": closes, "volume": [1000 for _ in days]}
    numbers |= {"low": [c and c - 1 for c in closes], "high": [c and c + 1 for c in closes]}
    meta = {"symbol": symbol, "currency": "USD", "exchangeTimezoneName": "America/New_York", "gmtoffset": -14400}
    result = {"meta": meta, "timestamp": [epoch(day) for day in days], "indicators": {"quote": [numbers]}}
    return {"chart": {"result": [result | more], "error": None}}


def quote(symbol: str, **more):
    row = {"symbol": symbol, "currency": "USD", "financialCurrency": "USD", "regularMarketPrice": 100.0, "regularMarketTime": 1781294400}
    row |= {"epsTrailingTwelveMonths": 5.0, "epsForward": 8.0, "trailingPE": 20.0, "forwardPE": 12.5, "marketCap": 2_000_000_000}
    return {"quoteResponse": {"result": [row | more], "error": None}}


def cell(start: str | None, end: str, val, accn: str, form: str, filed: str, fy: int, fp: str):
    row = {"end": end, "val": val, "accn": accn, "form": form, "filed": filed, "fy": fy, "fp": fp}
    return row | ({"start": start} if start else {})


def company(cik: int, concepts):
    """Company facts from {(taxonomy, concept, unit): cells}."""
    facts: dict = {}
    for (taxonomy, concept, unit), cells in concepts.items():
        facts.setdefault(taxonomy, {}).setdefault(concept, {"label": None, "units": {}})["units"][unit] = cells
    return {"cik": cik, "entityName": "ACME", "facts": facts}


def submissions(rows):
    """Submissions from (accession, accepted, form)."""
    numbers, moments, forms = zip(*rows, strict=True) if rows else ((), (), ())
    return {"cik": "1", "filings": {"recent": {"accessionNumber": numbers, "acceptanceDateTime": moments, "form": forms}, "files": []}}


TICKERS = {"0": {"cik_str": 1, "ticker": "ACME", "title": "ACME INC"}, "1": {"cik_str": 2, "ticker": "FAR", "title": "FAR LTD"}}
