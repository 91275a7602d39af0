"""The vocabulary of verdicts (DESIGN §5), each word stored by its value."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of saying a claim is."""

    FACT = "fact"
    FORECAST = "forecast"
    POSITION = "position"
    HYPOTHETICAL = "hypothetical"


class Label(StrEnum):
    """An author's directional view of one instrument."""

    BULLISH = "bullish"
    BEARISH = "bearish"
    NEUTRAL = "neutral"


class WhenMade(StrEnum):
    """Was it right when posted?"""

    SUPPORTED = "supported"
    CONSISTENT = "consistent"
    CONTRADICTED = "contradicted"
    AMBIGUOUS = "ambiguous"
    NOT_MEANINGFUL = "not_meaningful"
    NOT_CHECKABLE = "not_checkable"
    CONFLICT = "conflict"
    PENDING = "pending"


class Now(StrEnum):
    """Is it still right now?"""

    HOLDS = "holds"
    DRIFTED = "drifted"
    STALE = "stale"


class StaleCause(StrEnum):
    """Why a fact stopped holding; `reread` and `rule` are corrections of ours, never market news."""

    PRICE = "price"
    EARNINGS = "earnings"
    SPLIT = "split"
    DIVIDEND = "dividend"
    FX = "fx"
    RESTATEMENT = "restatement"
    SYMBOL = "symbol"
    REREAD = "reread"
    RULE = "rule"


class Target(StrEnum):
    """How a forecast stands."""

    OPEN = "open"
    ALREADY_MET = "already_met"
    TOUCHED = "touched"
    CLOSED_BEYOND = "closed_beyond"
    MET_AT_HORIZON = "met_at_horizon"
    MISSED = "missed"
    VOID = "void"


class Grade(StrEnum):
    """Evidence: A official or two sources, B one reliable source, C one unofficial source, D derived or assumed."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Status(StrEnum):
    """The one word for people. It speaks of the claim, never of its author."""

    CONTRADICTED = "contradicted"
    STALE = "stale"
    CURRENT = "current"
    OPEN = "open"
    HIT = "hit"
    MISSED = "missed"
    UNCHECKED = "unchecked"
