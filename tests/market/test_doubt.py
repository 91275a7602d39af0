"""A verdict against somebody's words needs a sure reading; one in their favour does not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.observations import Verdict
from domain.readings import Claim
from market.doubt import with_doubt

CLAIM = Claim(
    id="p#1", subject="NVDA", about=None, metric="price", relation="=", low=Decimal(240), high=Decimal(240), unit="USD", kind="fact",
    basis=None, quote="$240", confidence=0.9,
)  # fmt: skip
AGAINST = Verdict(id="p#1", status="contradicted", when_made="contradicted", observed=Decimal(196), reason="Outside.", now="stale")


def test_a_sure_reading_is_spoken_against():
    assert with_doubt(CLAIM, AGAINST) == AGAINST


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (replace(CLAIM, confidence=0.79), "not sure enough"),
        (replace(CLAIM, low=Decimal("0.17"), high=Decimal("0.17")), "another number"),
        (replace(CLAIM, low=Decimal(50000), high=Decimal(50000)), "another number"),
        (replace(CLAIM, when="past"), "without a day"),
        (replace(CLAIM, metric="price_change_pct", unit="%"), "names no span"),
    ],
)
def test_a_doubtful_reading_is_not(claim, words):
    verdict = with_doubt(claim, AGAINST)
    assert (verdict.status, verdict.when_made, verdict.now) == ("unchecked", "ambiguous", None)
    assert words in verdict.reason
    assert verdict.reason.startswith(AGAINST.reason)


def test_a_change_over_a_named_span_is_spoken_against():
    claim = replace(CLAIM, metric="price_change_pct", unit="%", basis="ytd", low=Decimal(20), high=Decimal(20))
    assert with_doubt(claim, replace(AGAINST, observed=Decimal(3))).status == "contradicted"


def test_a_year_to_date_change_may_count_dividends():
    claim = replace(CLAIM, metric="price_change_pct", unit="%", basis="ytd", low=Decimal("3.62"), high=Decimal("3.62"))
    assert "dividends" in with_doubt(claim, replace(AGAINST, observed=Decimal("1.96"))).reason
    assert with_doubt(claim, replace(AGAINST, observed=Decimal("5.5"))).status == "contradicted"


def test_a_change_of_the_day_is_no_vague_past():
    claim = replace(CLAIM, metric="price_change_pct", unit="%", basis="day", when="past", low=Decimal(20), high=Decimal(20))
    assert with_doubt(claim, replace(AGAINST, observed=Decimal(3))).status == "contradicted"


def test_what_fits_needs_no_caution():
    fits = replace(AGAINST, status="current", when_made="supported", now="holds")
    assert with_doubt(replace(CLAIM, confidence=0.2), fits) == fits
