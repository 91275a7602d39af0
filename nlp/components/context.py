"""What one post says about one instrument: its share of the post's cues, the sentences about it, the numbers a head reads."""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from domain.readings import Claim, Mention
from nlp.components.cues import MOOD, NEWS, POSITION, VERDICT, Cue, find_cues, sentences
from nlp.thread import Thread

TARGET, OTHER = "TARGET", "OTHER"
WINDOW = 280  # characters of context that go to the encoder: about 64 tokens
_REACHES = (1_500, 20_000)  # characters of a sentence that are looked at for its first WINDOW; the second is for one of addresses
_LONGEST = 60  # characters of a word that the cut may have hit
_CLAUSE = re.compile(r"[,;:—–]|\b(?:but|while|whereas|although|though|instead|and)\b", re.IGNORECASE)
_OVER = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:over|instead of|rather than|before|beats|is (?:a |the )?better (?:buy |"
    r"company |bet |stock |pick |one )?than)\s+(?:the )?$",
    re.IGNORECASE,
)
_AGREE = re.compile(
    r"^\W*(?:agreed?|this|exactly|same|yes|yep|yeah|absolutely|100%|spot on|well said|amen|\+1|correct|true|true that|totally)\b",
    re.IGNORECASE,
)
_DISAGREE = re.compile(
    r"^\W*(?:no|nope|lol no|nah|disagree|wrong|hard pass|bullshit|bs|cope|you(?:'re| are) wrong|not so|"
    r"rubbish|nonsense|sure|imagine)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i’m|im|my|me|we|our)\b", re.IGNORECASE)
_LINK = re.compile(r"https?://|www\.")
FEATURES = (
    "position_up",
    "position_down",
    "verdict_up",
    "verdict_down",
    "mood_up",
    "mood_down",
    "net",
    "net_bounded",
    "news",
    "question",
    "link",
    "first_person",
    "log_symbols",
    "listed",
    "main",
    "inherited",
    "parent_sign",
    "agree_sign",
    "disagree_sign",
    "target_sign",
    "silent",
    "preferred",
    "less_liked",
)


@dataclass(slots=True)
class Context:
    """The evidence of one (post, instrument): its cues, its sentences, what surrounds it."""

    symbol: str
    cues: list[Cue] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    text: str = ""
    numbers: dict[str, float] = field(default_factory=dict)
    preferred_to: str | None = None
    passed_over: bool = False

    @property
    def silent(self) -> bool:
        """Nothing speaks for or against the instrument, and it is not what a post without links is about.

        Where no known word stands, only meaning can tell, and then only of the post's own subject; a tag in a list or
        beside a link is neutral.
        """
        if self.numbers["main"] and not (self.numbers["link"] or self.numbers["listed"]):
            return False
        return not any(cue.sign for cue in self.cues) and not any(
            self.numbers[name] for name in ("agree_sign", "disagree_sign", "target_sign", "preferred", "less_liked")
        )

    def vector(self) -> list[float]:
        """The numbers named in FEATURES, in that order."""
        return [self.numbers[name] for name in FEATURES]


def contexts(text: str, mentions: Sequence[Mention], claims: Sequence[Claim], thread: Thread | None) -> list[Context]:
    """One Context for each distinct symbol of `mentions`, sorted by symbol."""
    if not mentions:
        return []
    found = {symbol: Context(symbol) for symbol in sorted({mention.symbol for mention in mentions})}
    post = _Post(text, mentions, claims)
    _share_out(post, found)
    _compare(text, post.named, found)
    for context in found.values():
        context.text = _masked(post, context)
        context.numbers = _numbers(post, thread, context)
    return list(found.values())


class _Post:
    """One post and what its contexts share, looked up once."""

    def __init__(self, text: str, mentions: Sequence[Mention], claims: Sequence[Claim]) -> None:
        self.text = text
        self.named = sorted((m for m in mentions if m.end > m.start), key=lambda m: m.start)
        self.starts = [m.start for m in self.named]
        self.main = _main_symbol(mentions)
        self.own: dict[str, list[Mention]] = {}
        for mention in mentions:
            self.own.setdefault(mention.symbol, []).append(mention)
        self.claims: dict[str | None, list[Claim]] = {}
        for claim in claims:
            self.claims.setdefault(claim.subject, []).append(claim)
        self.link = bool(_LINK.search(text))
        self.asks = cache(lambda start, end: text[start:end].rstrip().endswith("?"))
        self.speaks = cache(lambda start, end: _FIRST_PERSON.search(text, start, end) is not None)

    def within(self, start: int, end: int) -> list[Mention]:
        """The names that begin in a stretch of the text."""
        return self.named[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def listed(self, mention: Mention) -> bool:
        """Whether more than three instruments are named within thirty characters of a name, itself among them."""
        return len({m.symbol for m in self.within(mention.start - 29, mention.start + 30)} | {mention.symbol}) > 3


def _main_symbol(mentions: Sequence[Mention]) -> str:
    """The symbol named most often; of equals the first."""
    count = Counter(mention.symbol for mention in mentions)
    return max(sorted(mentions, key=lambda m: m.start), key=lambda m: count[m.symbol]).symbol


def _share_out(post: _Post, found: dict[str, Context]) -> None:
    """Each cue goes to the instrument of its clause, else to the nearest one; a sentence that names none is about the last topic."""
    topic = post.main
    for start, end in sentences(post.text):
        here = post.within(start, end)
        names = {mention.symbol for mention in here}
        for symbol in dict.fromkeys(mention.symbol for mention in here) if here else (topic,):
            found[symbol].spans.append((start, end))
        told = False
        for cue in find_cues(post.text, start, end):
            if cue.kind == NEWS and not told:
                told = True  # a sentence of news is one, however often it says so
                for symbol in names or {topic}:
                    found[symbol].cues.append(cue)
            elif cue.kind != NEWS and (owner := _owner(post, cue, here, topic)):
                found[owner].cues.append(cue)
        if len(names) == 1:
            topic = here[0].symbol


def _owner(post: _Post, cue: Cue, here: Sequence[Mention], topic: str) -> str | None:
    """The instrument a cue speaks of: few clause breaks between them first, then few characters; None for a part of a name."""
    if not here:
        return topic
    text, first = post.text, bisect_left(post.starts, here[0].start)
    at = bisect_left(post.starts, cue.start + 1, first, first + len(here))
    if at > first and cue.start < post.named[at - 1].end:
        return None

    def distance(mention: Mention) -> tuple[int, int]:
        low, high = (mention.end, cue.start) if mention.start < cue.start else (cue.end, mention.start)
        return len(_CLAUSE.findall(text[low:high])) if low < high else 0, abs(high - low)

    after = bisect_left(post.starts, cue.end, at, first + len(here))  # the last name before it, those within it, the first after it
    return min(post.named[max(first, at - 1) : min(first + len(here), after + 1)], key=distance).symbol


def _compare(text: str, named: Sequence[Mention], found: dict[str, Context]) -> None:
    """Marks preferences: `X over Y` prefers X to Y."""
    for one, two in pairwise(named):
        if one.symbol != two.symbol and _OVER.fullmatch(text[one.end : two.start].rstrip("$") if two.start - one.end < 60 else "x"):
            found[one.symbol].preferred_to = two.symbol
            found[two.symbol].passed_over = True


def _masked(post: _Post, context: Context) -> str:
    """The sentences about the instrument that carry cues (else its first), names replaced by TARGET and OTHER."""
    cues = sorted(cue.start for cue in context.cues)
    spoken = (span for span in context.spans if bisect_left(cues, span[0]) < bisect_left(cues, span[1]))
    first = next(spoken, None)
    parts: list[str] = []
    for start, end in (first, *spoken) if first else context.spans[:2] or [(0, WINDOW)]:
        parts.append(_sentence(post, context.symbol, start, end))
        if sum(map(len, parts)) > WINDOW:
            break
    return " ".join(parts)[:WINDOW]


def _sentence(post: _Post, symbol: str, start: int, end: int) -> str:
    """A sentence with names replaced; of one without end no more than its beginning."""
    for reach in _REACHES:
        part = _replaced(post, symbol, start, end, min(end, start + reach))
        if len(part) > WINDOW + _LONGEST or start + reach >= end:
            break
    return part


def _replaced(post: _Post, symbol: str, start: int, end: int, cut: int) -> str:
    """The stretch `start` to `cut` of a sentence that ends at `end`, names replaced, addresses and spare blanks taken out."""
    at, part = start, ""
    for mention in post.within(start, cut):
        if mention.start >= at and mention.end <= end:
            part += post.text[at : mention.start] + (TARGET if mention.symbol == symbol else OTHER)
            at = mention.end
    return " ".join(re.sub(r"https?://\S+", "", part + post.text[at:cut]).replace("$" + TARGET, TARGET).split())


def _numbers(post: _Post, thread: Thread | None, context: Context) -> dict[str, float]:
    """The features by name: capped sums of cue weights and what the post and thread look like around the instrument."""
    numbers = dict.fromkeys(FEATURES, 0.0)
    for cue in context.cues:
        if cue.sign:
            name = f"{cue.kind}_{'up' if cue.sign > 0 else 'down'}"
            numbers[name] = min(4.0, numbers[name] + cue.weight)
    net = sum(numbers[f"{kind}_up"] - numbers[f"{kind}_down"] for kind in (POSITION, VERDICT, MOOD))
    own = post.own[context.symbol]
    numbers.update(
        net=max(-4.0, min(4.0, net)),
        net_bounded=math.tanh(net),
        news=float(any(cue.kind == NEWS for cue in context.cues)),
        question=float(any(post.asks(start, end) for start, end in context.spans)),
        link=float(post.link),
        first_person=float(any(post.speaks(start, end) for start, end in context.spans)),
        log_symbols=math.log(len(post.own)),
        listed=float(any(map(post.listed, own))),
        main=float(context.symbol == post.main),
        inherited=float(all(m.how == "inherited" for m in own)),
        target_sign=_target_sign(post.claims.get(context.symbol, ())),
        preferred=float(context.preferred_to is not None),
        less_liked=float(context.passed_over),
    )
    numbers.update(_answer(post.text, thread, context.symbol))
    context.numbers = numbers
    numbers["silent"] = float(context.silent)
    return numbers


def _target_sign(claims: Sequence[Claim]) -> float:
    """1 where a target stands above the price or entry named in the same post, -1 below, else 0."""

    def level(*metrics: str) -> float | None:
        values = [c.low if c.low is not None else c.high for c in claims if c.metric in metrics]
        return float(values[0]) if values and values[0] is not None else None

    target, price = level("price_target"), level("price", "entry_price")
    if target is None or price is None or target == price:
        return 0.0
    return 1.0 if target > price else -1.0


def _answer(text: str, thread: Thread | None, symbol: str) -> dict[str, float]:
    """The stance of what the post answers, and how the post takes it."""
    signs = {"bullish": 1.0, "bearish": -1.0}
    sign = next((signs.get(str(s.label), 0.0) for s in thread.stances if s.symbol == symbol), 0.0) if thread else 0.0
    agrees, denies = bool(_AGREE.match(text)), bool(_DISAGREE.match(text))
    return {"parent_sign": sign, "agree_sign": sign * agrees, "disagree_sign": -sign * denies}
