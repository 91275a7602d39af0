"""How the numbers of one post were read: what each component said of each, with what weight, and what came of it.

The reader's own steps are walked with judges that remember what they were asked, so a trace cannot differ from the reading.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from domain.instruments import InstrumentTable
from domain.posts import Post
from domain.readings import Claim, Mention
from nlp.components.claims import NOTHING, RULED_KIND, SURE_ENOUGH, Fate, Judges, Linker, Step, favoured, shipped_judges
from nlp.components.instruments import Look, find_mentions
from nlp.components.instruments import shipped_judges as mention_judges
from nlp.components.numbers import Number, find_numbers, quantities
from nlp.components.proposals import Place, Proposal
from nlp.components.sightings import Sighting
from nlp.components.tokens import parts
from nlp.components.weights import Weights
from nlp.pipeline import MAX_LENGTH
from nlp.reader import author_of
from nlp.thread import Thread
from nlp.trace import Candidate, Reason, Rule, Spotted, Trace, reasons

SHOWN: Final = 4  # candidates that each choice shows


@dataclass(frozen=True, eq=False)
class Listening(Weights):
    """Weights that remember what they were asked."""

    heard: list[list[str]] = field(default_factory=list)
    values: list[dict[str, float]] = field(default_factory=list)

    @classmethod
    def to(cls, weights: Weights) -> "Listening":
        """The same weights, listening."""
        return cls(weights.labels, weights.vocabulary, weights.matrix, weights.bias)

    def scores(self, features: Iterable[str]) -> "np.typing.NDArray[np.float32]":
        """(labels,) raw scores."""
        self.heard.append(list(features))
        return Weights.scores(self, self.heard[-1])

    def score(self, features: Iterable[str]) -> float:
        """The first label's raw score."""
        self.heard.append(list(features))
        return Weights.score(self, self.heard[-1])

    def chance(self, values: Mapping[str, float]) -> float:
        """The first label's probability from numbers by name."""
        self.values.append(dict(values))
        return Weights.chance(self, values)

    def forget(self) -> None:
        """Remembers nothing of what was asked before."""
        self.heard.clear()
        self.values.clear()


def traces(post: Post, *, thread: Thread | None = None, table: InstrumentTable | None = None) -> Iterator[Trace]:
    """A trace of each number of a post in text order: of the claims, of numbers that are none, and of digits that are no number.

    `thread` is what the post answers, `table` the instruments; None takes the shipped ones. Offsets are those of the reading.
    """
    thread = thread.heard_by(author_of(post)) if thread else None
    for offset, text in parts(post.text, MAX_LENGTH):
        for found in Tracer(post, text, thread, table or InstrumentTable.load()).traces():
            yield replace(found, start=found.start + offset, end=found.end + offset)


class Tracer:
    """One text read with judges that listen."""

    def __init__(self, post: Post, text: str, thread: Thread | None, table: InstrumentTable) -> None:
        self.post, self.text, self.thread, self.table = post, text, thread, table
        self.mentions = find_mentions(text, posted_at=post.posted_at, thread=thread, table=table)
        self.linker = Linker(text, self.mentions, thread, quantities(find_numbers(text)))
        shipped = shipped_judges()
        self.metric, self.subject, self.sign, self.kind = map(Listening.to, (shipped.metric, shipped.subject, shipped.sign, shipped.kind))
        self.confidence = Listening.to(shipped.confidence) if shipped.confidence else None
        self.judges = Judges(self.metric, self.subject, self.sign, self.kind, self.confidence)
        self.spotted = list(self._spotted())

    def traces(self) -> Iterator[Trace]:
        """The traces in text order."""
        found = [*self._numbers(), *self._no_numbers()]
        return iter(sorted(found, key=lambda trace: trace.start))

    def _numbers(self) -> Iterator[Trace]:
        previous: Claim | None = None
        for step in self.linker.steps(self.post.id, self.judges):
            yield self._trace(step, previous)
            previous = step.claim if step.fate not in (Fate.RETRACTED, Fate.NOTHING) else previous
            for judge in (self.metric, self.subject, self.sign, self.kind, self.confidence):
                if judge is not None:
                    judge.forget()

    def _no_numbers(self) -> Iterator[Trace]:
        ends = [number.end for number in self.linker.numbers]
        for start, end in _digits(self.text):
            after = bisect_right(ends, start)  # the first number that ends beyond it
            if after == len(ends) or self.linker.numbers[after].start >= end:
                why = "a date, a time, a count of days, a fraction, a name, a list's number or an address: nothing that a claim rests on"
                yield Trace(words=self.text[start:end], start=start, end=end, sentence="", came_of="no number", why=why)

    def _trace(self, step: Step, previous: Claim | None) -> Trace:
        number = self.linker.numbers[step.at]
        place, proposal = self.linker.proposals[step.at]
        return Trace(
            words=self.text[number.start : number.end],
            start=number.start,
            end=number.end,
            sentence=self.text[place.bounds[0] : place.bounds[1]],
            came_of=str(step.fate),
            why=self._why(step),
            number=number,
            written=_written(self.text[number.start : number.end]),
            rule=Rule(metric=proposal.metric, cost=proposal.cost, symbol=proposal.symbol, far=proposal.far),
            metrics=self._metrics(proposal),
            subjects=self._subjects(number, proposal, place, previous),
            kinds=self._kinds(step.at, step.claim.metric) if step.claim else (),
            sign=self._sign(),
            confidence=self._confidence(),
            mentions=tuple(self._around(place, step.claim)),
            claim=step.claim,
        )

    def _why(self, step: Step) -> str:
        if step.fate is Fate.NOTHING and self.subject.heard:
            return "neither the post nor its thread names an instrument that it could be about"
        if step.fate is Fate.NOTHING:
            return f"“no claim” has more than {SURE_ENOUGH:.0%} of the chances"
        if step.fate is Fate.RETRACTED:
            return "its author takes it back, and another number has its place" if self._mended(step.at) else "its author takes it back"
        if step.fate is Fate.ABOVE:
            return "it stands in a quote of the post that is answered, which claims the same"
        if step.fate is Fate.AGAIN:
            return f"it says the same as {step.claim.id if step.claim else 'an earlier one'}, and counts once"
        if not self.metric.heard:
            corrects = step.at in self.linker.corrections.made
            return (
                "it puts another number right and takes over its reading"
                if corrects
                else "it restates the number before it in another currency"
            )
        return "it is likelier a claim than none"

    def _mended(self, at: int) -> bool:
        return any(at in correction.of for correction in self.linker.corrections.made.values())

    def _metrics(self, proposal: Proposal) -> tuple[Candidate, ...]:
        if not self.metric.heard:
            return ()
        features = self.metric.heard[0]
        odds = Weights.probabilities(self.metric, features)
        chances = favoured(odds, proposal, self.metric.labels)
        return self._best(self.metric, features, odds.tolist(), chances.tolist())

    def _kinds(self, at: int, metric: str) -> tuple[Candidate, ...]:
        if not self.kind.heard:
            return ()
        features, ruled = self.kind.heard[0], self.linker.ruled_kind(at, metric)
        odds = Weights.probabilities(self.kind, features).tolist()
        chances = [odd + RULED_KIND * (label == ruled) for odd, label in zip(odds, self.kind.labels, strict=True)]
        return self._best(self.kind, features, odds, [chance / sum(chances) for chance in chances])

    @staticmethod
    def _best(weights: Weights, features: Sequence[str], odds: Sequence[float], chances: Sequence[float]) -> tuple[Candidate, ...]:
        order = sorted(range(len(chances)), key=lambda label: -chances[label])[:SHOWN]
        return tuple(
            Candidate(
                name="no claim" if weights.labels[label] == NOTHING else weights.labels[label],
                chance=round(chances[label], 3),
                learned=round(odds[label], 3),
                ruled=round(chances[label] - odds[label], 3),
                reasons=reasons(weights, features, label),
            )
            for label in order
        )

    def _subjects(self, number: Number, proposal: Proposal, place: Place, previous: Claim | None) -> tuple[Candidate, ...]:
        if not self.subject.heard:
            return ()
        symbols = self.linker.subjects.candidates(number, proposal, previous.subject if previous else None)
        learned = [Weights.score(self.subject, features) for features in self.subject.heard]
        ruled = self.linker.subjects.ruled(symbols, number, proposal, place)
        powers = [math.exp(a + b - max(map(sum, zip(learned, ruled, strict=True)))) for a, b in zip(learned, ruled, strict=True)]
        found = [
            Candidate(
                name=symbol,
                chance=round(power / sum(powers), 3),
                learned=round(score, 2),
                ruled=added,
                reasons=reasons(self.subject, features),
            )
            for symbol, power, score, added, features in zip(symbols, powers, learned, ruled, self.subject.heard, strict=True)
        ]
        return tuple(sorted(found, key=lambda one: -one.chance)[:SHOWN])

    def _sign(self) -> Candidate | None:
        if not self.sign.heard:
            return None
        features = self.sign.heard[0]
        chance = 1 / (1 + math.exp(-Weights.score(self.sign, features)))
        return Candidate(name="a fall or a loss", chance=round(chance, 3), learned=round(chance, 3), reasons=reasons(self.sign, features))

    def _confidence(self) -> tuple[Reason, ...]:
        if self.confidence is None or not self.confidence.values:
            return ()
        weights = self.confidence
        added = {name: float(weights.matrix[weights.vocabulary[name], 0]) * value for name, value in self.confidence.values[0].items()} | {
            "always": float(weights.bias[0])
        }
        return tuple(Reason(feature=name, weight=round(weight, 2)) for name, weight in sorted(added.items(), key=lambda one: -abs(one[1])))

    def _around(self, place: Place, claim: Claim | None) -> Iterator[Spotted]:
        """What is named in the number's sentence, and of its instrument the nearest mention where that is elsewhere."""
        here = [one for one in self.spotted if place.bounds[0] <= one.start < place.bounds[1] and one.end > one.start]
        yield from here
        symbol = claim.subject if claim else None
        if symbol and not any(one.symbol == symbol and one.meant for one in here):
            own = [one for one in self.spotted if one.symbol == symbol and one.meant]
            yield from sorted(own, key=lambda one: abs(one.start - place.bounds[0]))[:1]

    def _spotted(self) -> Iterator[Spotted]:
        """All mentions, and the sightings that were not meant, in text order."""
        on = self.post.posted_at.date() if self.post.posted_at else None
        look = Look(self.text, self.table, on, self.thread.symbols if self.thread else ())
        weighed = {(spot.start, spot.end): spot for spot in (self._weighed(look, seen) for seen in look.sightings)}
        meant = {(m.start, m.end): m for m in self.mentions}
        found = [self._named(m, weighed.get(place)) for place, m in meant.items()]
        found += [spot for place, spot in weighed.items() if place not in meant]
        yield from sorted(found, key=lambda spot: spot.start)

    def _weighed(self, look: Look, seen: Sighting) -> Spotted:
        judge, features = mention_judges().meant, look.features(seen)
        mention = look.mention(seen, judge.likelihood(features))
        return Spotted(
            words=self.text[mention.start : mention.end], symbol=mention.symbol, start=mention.start, end=mention.end, how=mention.how,
            chance=mention.confidence, meant=False, bar=round(look.bar(seen), 2), reasons=reasons(judge, features),
        )  # fmt: skip

    def _named(self, mention: Mention, weighed: Spotted | None) -> Spotted:
        if weighed is not None:
            return replace(weighed, symbol=mention.symbol, meant=True)
        words, chance = self.text[mention.start : mention.end], mention.confidence
        return Spotted(words=words, symbol=mention.symbol, start=mention.start, end=mention.end, how=mention.how, chance=chance, meant=True)


def _written(words: str) -> str:
    if any(c.isdigit() for c in words):
        return "digits"
    return "words" if words.isascii() else "Chinese numerals"


def _digits(text: str) -> Iterator[tuple[int, int]]:
    start = None
    for at, sign in enumerate(text):
        if sign.isdigit():
            start = at if start is None else start
        elif start is not None and not (sign in ".,:/-" and text[at + 1 : at + 2].isdigit()):
            yield start, at
            start = None
    if start is not None:
        yield start, len(text)
