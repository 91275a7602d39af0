"""Claims: whose number, of what, how sure, and what is left out."""

from decimal import Decimal

import pytest

from domain.readings import Claim, Mention
from nlp.components.claims import find_claims
from nlp.thread import Thread


def read(text: str, thread: Thread | None = None, **symbols: str) -> list[Claim]:
    mentions = [
        Mention(symbol=symbol, start=text.index(name), end=text.index(name) + len(name), how="symbol")
        for name, symbol in symbols.items()
        if name in text
    ]
    return find_claims(text, mentions, post_id="p", thread=thread)


def test_price_and_target_go_to_the_instrument_named() -> None:
    price, target = read("ACME trades at $157 today. My price target is $200.", ACME="ACME")
    assert (price.subject, price.metric, price.low, price.unit, price.kind, price.step) == ("ACME", "price", 157, "USD", "fact", 1)
    assert (target.subject, target.metric, target.low, target.kind) == ("ACME", "price_target", 200, "forecast")
    assert (price.id, target.id) == ("p#1", "p#2")


def test_a_bare_dollar_is_the_listings_own_currency() -> None:
    (claim,) = read("TENC closed at $410", TENC="0700.HK")
    assert claim.unit == "HKD"


def test_pence_of_a_london_listing_are_pounds() -> None:
    (claim,) = read("ROLLS trades at 410p", ROLLS="RR.L")
    assert (claim.low, claim.unit) == (Decimal("4.1"), "GBP")


def test_a_strike_is_no_pence_in_new_york() -> None:
    (claim,) = read("holding ACME 400p 3/17", ACME="ACME")
    assert (claim.metric, claim.low, claim.unit, claim.basis) == ("option_strike", 400, "USD", "3/17")


def test_a_fall_is_negative() -> None:
    (claim,) = read("ACME fell 4% on Monday", ACME="ACME")
    assert (claim.metric, claim.low) == ("price_change_pct", -4)


def test_growth_of_sales_is_not_a_price_change() -> None:
    claims = read("ACME revenue: $106.3M, up 71%", ACME="ACME")
    assert [c.metric for c in claims] == ["revenue", "revenue_growth_pct"]


def test_a_conversion_points_at_what_it_converts() -> None:
    first, second = read("The ACME phone starts at roughly 1,899 RMB (~$268)", ACME="ACME")
    assert (first.unit, second.unit, second.low) == ("CNY", "USD", 268)
    assert (second.converts, second.metric) == (first.id, first.metric)


def test_the_same_number_twice_is_one_claim() -> None:
    assert len(read("ACME trades at $157. Again: ACME trades at $157.", ACME="ACME")) == 1


def test_a_number_about_no_named_stock_is_no_claim() -> None:
    assert read("It trades at $12 and my target is $20") == []


def test_the_thread_lends_its_subject() -> None:
    (claim,) = read("It trades at $12", Thread(symbols=("ACME",)))
    assert claim.subject == "ACME"
    assert claim.confidence < read("ACME trades at $12", ACME="ACME")[0].confidence


def test_the_authors_own_gain_is_no_claim() -> None:
    assert read("I'm up 40% on ACME", ACME="ACME") == []


def test_quotes_and_spans_are_the_texts_own() -> None:
    text = "ACME trades at $157 today"
    (claim,) = read(text, ACME="ACME")
    assert claim.quote is not None
    assert claim.quote in text
    assert text[claim.start : claim.end] == "$157"


def test_the_word_target_gives_its_number_to_the_posts_instrument() -> None:
    (claim,) = read("ACME ran far.\n🎯 Target $500", ACME="ACME")
    assert (claim.subject, claim.metric, claim.low) == ("ACME", "price_target", 500)


def test_target_the_company_is_no_target() -> None:
    mention = Mention(symbol="TGT", start=0, end=6, how="name")
    (claim,) = find_claims("Target stock at $98 looks fine", [mention], post_id="p")
    assert (claim.metric, claim.low) == ("price", 98)


@pytest.mark.parametrize(
    "words", ["closed at", "opened at", "finished Friday at", "traded at", "was at", "was trading at", "hit", "ended the day at about"]
)
def test_a_price_told_in_the_past_tense_is_past(words: str) -> None:
    (claim,) = read(f"ACME {words} $195.55", ACME="ACME")
    assert (claim.metric, claim.when) == ("price", "past")


@pytest.mark.parametrize("words", ["trades at", "is trading at", "now trades around", "is at"])
def test_a_price_told_in_the_present_is_now(words: str) -> None:
    (claim,) = read(f"ACME {words} $195.55", ACME="ACME")
    assert (claim.metric, claim.when) == ("price", "now")


def test_then_and_now_in_one_breath() -> None:
    assert [c.when for c in read("ACME was at $100 and now trades at $150", ACME="ACME")] == ["past", "now"]


@pytest.mark.parametrize(
    "text",
    [
        "What if ACME falls to $150?",
        "What if, some fine morning, ACME falls to $150",
        "Imagine ACME going to $150 before lunch",
        "Suppose ACME drops to $150, what then",
        "I wish I bought ACME at $150",
        "If I had a time machine then I wish I sold ACME at $150",
    ],
)
def test_what_is_only_imagined_is_hypothetical(text: str) -> None:
    (claim,) = read(text, ACME="ACME")
    assert (claim.low, claim.kind) == (150, "hypothetical")


def test_a_belief_and_a_condition_stay_forecasts() -> None:
    assert [c.kind for c in read("I suppose ACME will hit $150", ACME="ACME")] == ["forecast"]
    assert read("If ACME breaks $200 my target is $250", ACME="ACME")[-1].kind == "forecast"


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("ACME sells its new box for RMB 1,899 (~$265).", "new box"),
        ("ACME prices the Roamer at RMB 1,899 (~$265).", "Roamer"),
        ("ACME is out today. Its cheapest drone starts at RMB 1,899 (~$265).", "cheapest drone"),
        ("ACME is out today. The latest toaster retails for RMB 1,899 (~$265).", "latest toaster"),
        ("ACME is out today. This kettle costs RMB 1,899 (~$265).", "kettle"),
    ],
)
def test_what_a_company_sells_has_a_product_price_and_its_conversion(text: str, about: str) -> None:
    price, converted = read(text, ACME="0700.HK")
    assert (price.metric, price.about, price.low, price.unit) == ("product_price", about, 1899, "CNY")
    assert (converted.metric, converted.about, converted.low, converted.unit) == ("product_price", about, 265, "USD")
    assert converted.converts == price.id


def test_the_authors_sale_of_shares_is_no_product() -> None:
    assert [c.metric for c in read("I am selling my ACME shares at $265", ACME="ACME")] == ["exit_price"]


def test_a_label_before_its_number_names_the_span() -> None:
    claims = read("ACME Daily:-0.80% Weekly:1.11% YTD:-7.57%", ACME="ACME")
    assert [(str(c.low), c.basis) for c in claims] == [("-0.80", "day"), ("1.11", "week"), ("-7.57", "ytd")]


def test_adding_to_a_position_is_an_entry_and_a_wish_is_none() -> None:
    (own,) = read("I added to ACME at $97", ACME="ACME")
    assert (own.metric, own.kind) == ("entry_price", "position")
    (wish,) = read("I want ACME at $20 a share", ACME="ACME")
    assert wish.kind == "hypothetical"


def test_confidence_is_a_share() -> None:
    assert all(0 < c.confidence < 1 for c in read("I added to ACME at $97. ACME trades at $100, P/E of 17x", ACME="ACME"))


def test_a_line_that_only_names_an_instrument_heads_what_follows() -> None:
    text = "ACME and more of ACME\nACME 🍿\nAt a P/E of 26x, says ACME.\nMOUSE 🏰\nP/E is 16x."
    mentions = [
        Mention(symbol=word, start=at, end=at + len(word), how="symbol")
        for word in ("ACME", "MOUSE")
        for at in range(len(text))
        if text.startswith(word, at)
    ]
    found = find_claims(text, sorted(mentions, key=lambda m: m.start), post_id="p", thread=None)
    assert [(c.subject, c.low) for c in found] == [("ACME", 26), ("MOUSE", 16)]


@pytest.mark.parametrize(
    ("text", "basis", "when"),
    [
        ("ACME opens at $92.70, above the IPO price of $68", "ipo", "past"),
        ("ACME is down 41% this year", "ytd", "now"),
        ("ACME hit a 52 week low and fell 3%", None, "now"),
    ],
)
def test_what_pins_a_number_down(text: str, basis: str | None, when: str) -> None:
    claim = read(text, ACME="ACME")[-1]
    assert (claim.basis, claim.when) == (basis, when)
