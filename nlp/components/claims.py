"""Numbers made claims: each tied to its instrument, metric, kind and time, or left out where nobody could look it up.

Rules propose (`proposals`), learned weights decide (`features`, `subjects`): what a number measures, whose it is, and
whether it is said as a fact, a forecast, a position or a what-if.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.readings import Claim, Mention
from nlp.components.about import about_of
from nlp.components.corrections import Corrections, Named, corrected
from nlp.components.crowds import without_crowds
from nlp.components.features import Surroundings
from nlp.components.headings import Headings
from nlp.components.kinds import basis_of, imagined, kind_of, superseded, when_of
from nlp.components.linking import Topics, sentences
from nlp.components.measures import exact, falling, measured, money_of
from nlp.components.numbers import Number, find_numbers, quantities
from nlp.components.proposals import EXPIRY, Place, Proposal, Proposer
from nlp.components.quotes import QUOTE, Voices, said_above
from nlp.components.subjects import Subjects
from nlp.components.told import Told
from nlp.components.weights import Weights, shipped
from nlp.thread import Thread

NOTHING: Final = "-"  # the reading of a number that is no claim
SURE_ENOUGH: Final = 0.4  # a number is a claim where "nothing" is less likely than this
#: What a rule adds to its metric's chance, by what it cost: a word right beside its number needs no learning.
RULES: Final = ((6, 0.6), (15, 0.3))
RULED_KIND: Final = 0.7  # what the rules add to the chance of their kind
_CONVERTED: Final = re.compile(r"\s*(?:\(|/|=|or)\s*(?:~|about|roughly|approx\.?|around|≈)?\s*", re.IGNORECASE)
_LEVELS: Final = frozenset(["support", "resistance", "stop_loss"])
_SHARES_OWN: Final = frozenset(
    """price price_target entry_price exit_price stop_loss support resistance high low option_strike eps pe peg ps pb ev_ebitda
    enterprise_value book_value dividend dividend_yield_pct short_interest_pct float_shares shares_outstanding volume margin_pct""".split()
)
_TRADES: Final = frozenset(["entry_price", "exit_price", "option_strike"])


@dataclass(frozen=True, slots=True)
class Judges:
    """The learned parts: what a number measures, whose it is, whether the words make it negative, how it is said.

    `confidence` turns what these found into the chance that the claim is read right; None while that is still to be learned.
    """

    metric: Weights
    subject: Weights
    sign: Weights
    kind: Weights
    confidence: Weights | None = None


@cache
def shipped_judges() -> Judges:
    """The weights that come with the program. Raises ConfigurationError where one is missing."""
    return Judges(
        shipped("claims_metric"), shipped("claims_subject"), shipped("claims_sign"), shipped("claims_kind"), shipped("claims_confidence")
    )


class Fate(StrEnum):
    """What became of a number."""

    CLAIM = "claim"
    NOTHING = "no claim"
    AGAIN = "said before"  # the same claim as an earlier one of the post
    ABOVE = "quoted from above"  # the same claim as one of the post that is answered
    RETRACTED = "taken back"


@dataclass(frozen=True, slots=True)
class Step:
    """What one number (by its place) was read as, and what became of that; a claim that was said before has that one's id."""

    at: int
    fate: Fate
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """The last number that was a claim: its place among the numbers, and its claim."""

    at: int
    claim: Claim


def find_claims(
    text: str,
    mentions: Sequence[Mention],
    *,
    post_id: str = "",
    thread: Thread | None = None,
    numbers: list[Number] | None = None,
    judges: Judges | None = None,
) -> list[Claim]:
    """The numeric claims of a post in text order, ids `<post_id>#1` and on; see the labelling guidelines for what is one.

    `mentions` are the instruments found in the same text (an inherited one stands at 0 with an empty span); `judges` None
    takes the shipped weights.
    """
    numbers = without_crowds(quantities(find_numbers(text) if numbers is None else numbers))
    return Linker(text, mentions, thread, numbers).claims(post_id, judges or shipped_judges()) if numbers else []


class Linker:
    """One post's numbers on their way to claims. Training walks the same steps with the labelled answers."""

    def __init__(self, text: str, mentions: Sequence[Mention], thread: Thread | None, numbers: list[Number]) -> None:
        self.text = text
        self.voices = Voices(text, numbers)
        self.numbers = numbers = [exact(n) if self.voices.after_mark(n) else n for n in numbers] if self.voices.spans else numbers
        spans = sentences(text)
        british = any(m.symbol.endswith(".L") for m in mentions) or bool(thread and any(s.endswith(".L") for s in thread.symbols))
        proposer = Proposer(text, numbers, mentions, spans, british=british)
        self.proposals = list(proposer.proposals(Topics(text, mentions, thread, spans)))
        headings = Headings(text)
        self.surroundings = Surroundings(text, numbers, mentions, proposer.cues, headings)
        self.subjects = Subjects(text, mentions, thread, numbers, headings)
        self.corrections = Corrections(text, numbers, [_named(proposal) for _, proposal in self.proposals], thread.own if thread else ())
        self.above = thread.claims if thread else ()
        self.evidence: dict[int, dict[str, float]] = {}  # for each number read as a claim, what its confidence rests on

    def features(self, at: int, previous: tuple[int, str] | None) -> list[str]:
        """What speaks for each metric of number `at`; `previous` is the place and reading of the last number that was a claim's."""
        place, proposal = self.proposals[at]
        return self.surroundings.features(at, place.bounds, proposal, previous)

    def _kind(self, at: int, features: list[str], metric: str, judge: Weights) -> str:
        place, _ = self.proposals[at]
        if imagined(place.before):
            return "hypothetical"
        odds = judge.probabilities(self.kind_features(at, features, metric))
        odds[judge.labels.index(self.ruled_kind(at, metric))] += RULED_KIND
        return judge.labels[int(odds.argmax())]

    def ruled_kind(self, at: int, metric: str) -> str:
        """What the rules take the kind for."""
        place, _ = self.proposals[at]
        return kind_of(metric, place.before[-80:] + place.clause if metric in _TRADES else place.clause, place.before)

    def kind_features(self, at: int, features: list[str], metric: str) -> list[str]:
        """What speaks for fact, forecast, position or hypothetical."""
        ruled = self.ruled_kind(at, metric)
        return [*features, f"metric={metric}", f"kind={ruled}", f"{metric}|{ruled}"]

    def sign_features(self, at: int, features: list[str], metric: str) -> list[str]:
        """What speaks for a number that is written without a sign being a fall or a loss."""
        _, proposal = self.proposals[at]
        return [*features, f"metric={metric}", f"ruled={proposal.number.value < 0}", f"{metric}|{proposal.number.value < 0}"]

    def claims(self, post_id: str, judges: Judges) -> list[Claim]:
        """The claims in text order, the same said twice once, without what the author takes back or quotes from the post he answers."""
        found = {step.claim.id: step.claim for step in self.steps(post_id, judges) if step.claim and step.fate in (Fate.CLAIM, Fate.AGAIN)}
        return list(found.values())

    def steps(self, post_id: str, judges: Judges) -> Iterator[Step]:
        """Each number in turn, read in the light of those before it."""
        found: dict[tuple[object, ...], Claim] = {}
        taken_back: dict[int, Claim] = {}
        last: Said | None = None
        told = Told.above(self.subjects.above)
        for at in range(len(self.numbers)):
            said = self._corrected(at, taken_back) or self._converted(at, last) or self._said(at, last, told, judges)
            if at in self.corrections.gone:
                taken_back |= {at: said.claim} if said else {}
                yield Step(at, Fate.RETRACTED, said.claim if said else None)
                continue
            if said is None:
                yield Step(at, Fate.NOTHING)
                continue
            told.add(self.numbers[at], said.claim.subject, said.claim.metric)
            claim, key = self._attributed(at, said.claim), _key(said.claim)
            if claim.attributed_to and said_above(claim, self.above):
                last = replace(said, claim=claim)
                yield Step(at, Fate.ABOVE, claim)
                continue
            before = found.get(key)
            if before is None:
                claim = found[key] = replace(claim, id=f"{post_id}#{len(found) + 1}")
            elif before.attributed_to and not claim.attributed_to:  # what he quoted he now says himself
                claim = found[key] = replace(claim, id=before.id)
            else:
                claim = before
            last = replace(said, claim=claim)
            yield Step(at, Fate.AGAIN if before else Fate.CLAIM, claim)

    def _attributed(self, at: int, claim: Claim) -> Claim:
        place, _ = self.proposals[at]
        return replace(claim, attributed_to=QUOTE) if self.voices.others(at, place.bounds, place.before) else claim

    def _corrected(self, at: int, taken_back: Mapping[int, Claim]) -> Said | None:
        """The claim that number `at` puts right; None where it corrects nothing that was a claim."""
        correction = self.corrections.made.get(at)
        if correction is None:
            return None
        wrong = next((k for k in correction.of if k in taken_back), None)
        claim = correction.above if wrong is None else taken_back[wrong]
        if claim is None:
            return None
        place, _ = self.proposals[at]
        number = self.corrections.unhedged(self.numbers[at])
        right = corrected(
            claim, number, None if wrong is None else self.numbers[wrong], quote=self._quote(number, place), before=place.before
        )
        return Said(at, replace(right, supersedes=None if wrong is not None else claim.id))

    def _said(self, at: int, last: Said | None, told: Told, judges: Judges) -> Said | None:
        features = self.features(at, (last.at, last.claim.metric) if last else None)
        place, proposal = self.proposals[at]
        odds = judges.metric.probabilities(features)
        chances = favoured(odds, proposal, judges.metric.labels)
        nothing = judges.metric.labels.index(NOTHING)
        if chances[nothing] > SURE_ENOUGH:
            return None
        chances[nothing] = 0.0
        best = int(chances.argmax())
        metric = judges.metric.labels[best]
        symbol, sure = self.subjects.choose(self.numbers[at], metric, proposal, place, told, judges.subject)
        if symbol is None and metric in _SHARES_OWN:
            return None  # a number about a stock that nobody names could not be looked up
        kind = self._kind(at, features, metric, judges.kind)
        self.evidence[at] = evidence = {
            "metric": _logit(float(odds[best])), "subject": _logit(sure), "ruled": float(proposal.metric == metric),
            "ruled_subject": float(proposal.symbol == symbol), "only": float(len(self.subjects.symbols) == 1),
        }  # fmt: skip
        confidence = judges.confidence.chance(evidence) if judges.confidence else float(odds[best]) * sure
        number = self.numbers[at]
        if number.value > 0 and not number.signed and judges.sign.score(self.sign_features(at, features, metric)) > 0:
            number = falling(number)
        if metric in _LEVELS:
            number = exact(number)
        return Said(at, self._build(number, metric, symbol, kind, place, confidence))

    def _converted(self, at: int, last: Said | None) -> Said | None:
        """The claim that restates the last one in another currency: "1,899 RMB (~$268)"."""
        if last is None:
            return None
        number, earlier, claim = self.numbers[at], self.numbers[last.at], last.claim
        if number.unit in (None, "%", "x", "c", "p") or not claim.unit.isupper() or number.end - earlier.end > 40:
            return None
        gap = self.text[earlier.end : number.start]
        unit = "USD" if number.unit == "$" and claim.unit != "USD" else money_of(number, claim.subject, "")
        if unit == claim.unit or not _CONVERTED.fullmatch(gap):
            return None
        relation = claim.relation if number.relation == "=" else number.relation
        restated = replace(
            claim,
            low=number.low,
            high=number.high,
            relation=relation,
            unit=unit,
            quote=self.text[number.start : number.end],
            start=number.start,
            end=number.end,
            step=number.step,
            hedged=number.hedged or claim.hedged,
            converts=claim.id or None,
        )
        return Said(at, restated)

    def _build(self, number: Number, metric: str, symbol: str | None, kind: str, place: Place, confidence: float) -> Claim:
        unit, low, high = measured(number, metric, symbol, place.before)
        mention = self.subjects.nearest(symbol, number)
        basis = self._basis(number, metric, place)
        return Claim(
            id="",
            subject=symbol,
            about=about_of(metric, symbol, mention, self.text, place),
            metric=metric,
            relation=number.relation,
            low=low,
            high=high,
            unit=unit,
            kind=kind,
            basis=basis,
            quote=self._quote(number, place),
            start=number.start,
            end=number.end,
            confidence=round(confidence, 3),
            step=abs(number.step),
            hedged=number.hedged,
            when=self._when(number, metric, kind, basis, place),
        )

    def _when(self, number: Number, metric: str, kind: str, basis: str | None, place: Place) -> str:
        if metric == "price_target" and superseded(place.before, self.text[number.end : number.end + 16]):
            return "past"
        return when_of(kind, place.clause, basis, metric, place.before)

    def _basis(self, number: Number, metric: str, place: Place) -> str | None:
        after = self.text[number.end : number.end + 40]
        expiry = (EXPIRY.search(after[:20]) or EXPIRY.search(place.before[-20:])) if metric == "option_strike" else None
        return expiry[0] if expiry else basis_of(metric, place.clause + (" " + after if metric in ("pe", "ps") else ""), place.before)

    def _quote(self, number: Number, place: Place) -> str:
        words = place.before[-32:]
        cut = words.find(" ") + 1 if len(place.before) > 32 else 0
        return (words[cut:] + self.text[number.start : number.end]).strip()


def favoured(odds: NDArray[np.float32], proposal: Proposal, labels: Sequence[str]) -> NDArray[np.float32]:
    """The odds with the rule's word added, summing to 1."""
    summed = odds.copy()
    added = next((weight for cost, weight in RULES if proposal.cost <= cost), 0.0)
    if proposal.metric in labels:
        summed[labels.index(proposal.metric)] += added
    return np.asarray(summed / summed.sum(), dtype=np.float32)


def _named(proposal: Proposal) -> Named:
    """The metric and the instrument that a number's own sentence names beside it."""
    return (proposal.metric if proposal.cost <= RULES[-1][0] else None), (proposal.symbol if proposal.far == 0 else None)


def _logit(chance: float) -> float:
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(chance / (1 - chance))


def _key(claim: Claim) -> tuple[object, ...]:
    """What two claims share that say the same thing twice."""
    return claim.subject, claim.about, claim.metric, claim.low, claim.high, claim.unit, claim.kind
