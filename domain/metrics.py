"""The metrics a claim can be about, and what each one is for checking.

Source: the labelling guidelines' list; `STATE` follows DESIGN §5 ("facts about the present state").
"""

from typing import Final

METRICS: Final = frozenset(
    """price price_target price_change_pct market_cap enterprise_value pe peg ps pb ev_ebitda eps revenue
    revenue_growth_pct net_income earnings_growth_pct margin_pct free_cash_flow cash debt book_value dividend
    dividend_yield_pct shares_outstanding float_shares short_interest_pct volume high low support resistance
    entry_price exit_price stop_loss option_strike product_price deal_value users units_sold rate_pct fx_rate
    other""".split()
)

#: Metrics that describe the present state, so that a claim about now can go stale.
STATE: Final = frozenset(
    """price market_cap enterprise_value pe peg ps pb ev_ebitda dividend_yield_pct high low shares_outstanding
    float_shares short_interest_pct rate_pct fx_rate""".split()
)

#: Metrics that are the present state only while no period is named ("EPS of 6.50", not "FY25 EPS").
STATE_WITHOUT_PERIOD: Final = frozenset({"eps", "revenue", "dividend"})

#: Metrics quoted per share of the instrument, which a split rescales.
PER_SHARE: Final = frozenset(
    "price price_target eps dividend book_value high low support resistance entry_price exit_price stop_loss option_strike".split()
)

#: Metrics counted in shares, which a split rescales the other way.
IN_SHARES: Final = frozenset({"shares_outstanding", "float_shares", "volume"})
