"""What one post says about one instrument: its share of the post's cues, the sentences about it, the numbers a head reads."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.readings import Claim, Mention
from nlp.components.cues import MOOD, NEWS, POSITION, VERDICT, Cue, find_cues, sentences
from nlp.thread import Thread

TARGET, OTHER = "TARGET", "OTHER"
WINDOW = 280  # characters of context that go to the encoder: about 64 tokens
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
    main = _main_symbol(mentions)
    _share_out(text, mentions, found, main)
    _compare(text, mentions, found)
    for context in found.values():
        context.text = _masked(text, mentions, context)
        context.numbers = _numbers(text, mentions, claims, thread, context, main)
    return list(found.values())


def _main_symbol(mentions: Sequence[Mention]) -> str:
    """The symbol named most often; of equals the first."""
    count = Counter(mention.symbol for mention in mentions)
    return max(sorted(mentions, key=lambda m: m.start), key=lambda m: count[m.symbol]).symbol


def _share_out(text: str, mentions: Sequence[Mention], found: dict[str, Context], main: str) -> None:
    """Each cue goes to the instrument of its clause, else to the nearest one; a sentence that names none is about the last topic."""
    topic = main
    for start, end in sentences(text):
        here = sorted((m for m in mentions if start <= m.start < end and m.end > m.start), key=lambda m: m.start)
        for mention in here:
            if (start, end) not in found[mention.symbol].spans:
                found[mention.symbol].spans.append((start, end))
        if not here:
            found[topic].spans.append((start, end))
        for cue in find_cues(text, start, end):
            if cue.kind == NEWS:
                for symbol in {m.symbol for m in here} or {topic}:
                    found[symbol].cues.append(cue)
            elif not any(m.start <= cue.start < m.end for m in here):
                found[_owner(text, cue, here, topic)].cues.append(cue)
        names = {mention.symbol for mention in here}
        if len(names) == 1:
            topic = here[0].symbol


def _owner(text: str, cue: Cue, here: Sequence[Mention], topic: str) -> str:
    """The instrument a cue speaks of: few clause breaks between them first, then few characters."""
    if not here:
        return topic

    def distance(mention: Mention) -> tuple[int, int]:
        low, high = (mention.end, cue.start) if mention.start < cue.start else (cue.end, mention.start)
        return len(_CLAUSE.findall(text[low:high])) if low < high else 0, abs(high - low)

    return min(here, key=distance).symbol


def _compare(text: str, mentions: Sequence[Mention], found: dict[str, Context]) -> None:
    """Marks preferences: `X over Y` prefers X to Y."""
    ordered = sorted((m for m in mentions if m.end > m.start), key=lambda m: m.start)
    for one, two in pairwise(ordered):
        if one.symbol != two.symbol and _OVER.fullmatch(text[one.end : two.start].rstrip("$") if two.start - one.end < 60 else "x"):
            found[one.symbol].preferred_to = two.symbol
            found[two.symbol].passed_over = True


def _masked(text: str, mentions: Sequence[Mention], context: Context) -> str:
    """The sentences about the instrument that carry cues (else its first), names replaced by TARGET and OTHER."""
    spans = [s for s in context.spans if any(s[0] <= cue.start < s[1] for cue in context.cues)] or context.spans[:2] or [(0, WINDOW)]
    parts: list[str] = []
    for start, end in spans:
        at, part = start, ""
        for mention in sorted((m for m in mentions if start <= m.start and m.end <= end and m.end > m.start), key=lambda m: m.start):
            if mention.start >= at:
                part += text[at : mention.start] + (TARGET if mention.symbol == context.symbol else OTHER)
                at = mention.end
        parts.append(" ".join(re.sub(r"https?://\S+", "", part + text[at:end]).replace("$" + TARGET, TARGET).split()))
        if sum(map(len, parts)) > WINDOW:
            break
    return " ".join(parts)[:WINDOW]


def _numbers(
    text: str, mentions: Sequence[Mention], claims: Sequence[Claim], thread: Thread | None, context: Context, main: str
) -> dict[str, float]:
    """The features by name: capped sums of cue weights and what the post and thread look like around the instrument."""
    numbers = dict.fromkeys(FEATURES, 0.0)
    for cue in context.cues:
        if cue.sign:
            name = f"{cue.kind}_{'up' if cue.sign > 0 else 'down'}"
            numbers[name] = min(4.0, numbers[name] + cue.weight)
    net = sum(numbers[f"{kind}_up"] - numbers[f"{kind}_down"] for kind in (POSITION, VERDICT, MOOD))
    own = [m for m in mentions if m.symbol == context.symbol]
    listed = any(len({m.symbol for m in mentions if abs(m.start - mine.start) < 30}) > 3 for mine in own)
    numbers.update(
        net=max(-4.0, min(4.0, net)),
        net_bounded=math.tanh(net),
        news=float(any(cue.kind == NEWS for cue in context.cues)),
        question=float(any(text[s:e].rstrip().endswith("?") for s, e in context.spans)),
        link=float(bool(_LINK.search(text))),
        first_person=float(any(_FIRST_PERSON.search(text, s, e) for s, e in context.spans)),
        log_symbols=math.log(len({m.symbol for m in mentions})),
        listed=float(listed),
        main=float(context.symbol == main),
        inherited=float(all(m.how == "inherited" for m in own)),
        target_sign=_target_sign(context.symbol, claims),
        preferred=float(context.preferred_to is not None),
        less_liked=float(context.passed_over),
    )
    numbers.update(_answer(text, thread, context.symbol))
    context.numbers = numbers
    numbers["silent"] = float(context.silent)
    return numbers


def _target_sign(symbol: str, claims: Sequence[Claim]) -> float:
    """1 where a target stands above the price or entry named in the same post, -1 below, else 0."""

    def level(*metrics: str) -> float | None:
        values = [c.low if c.low is not None else c.high for c in claims if c.subject == symbol and c.metric in metrics]
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
