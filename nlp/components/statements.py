"""Factual assertions without a number: sentences someone could look up ("launched its glasses", "powered by Qwen").

Precision before volume: a sentence counts only with a verb of doing or being known to the public, told as done, and
an instrument (or its product) named in it. Wishes, questions, forecasts, opinions and the author's own trades do not.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from domain.readings import Claim, Mention, Statement
from nlp.components.cues import sentences
from nlp.components.openings import Phrases

SHORTEST, LONGEST = 4, 60  # words; below a fragment, above a run-on whose fact is not to be told apart
_DONE = (
    r"(?:launched|announced|released|unveiled|introduced|acquired|bought out|merged with|partner(?:s|ed) with|signed (?:a|an|the)\b|"
    r"powered by|built (?:on|by)|based on|made by|owned by|owns|operates|supplies|supplied by|sells its|"
    r"perform(?:s|ed) (?:on par|better|worse)|on par with|outperform(?:s|ed) (?=[A-Z])|integrated (?:into|with)|integrates|"
    r"appointed|named .{3,30} (?:as )?(?:ceo|cfo|chair\w*)|stepped down|resigned|filed (?:for|a|an|its)|sued|settled|recalled|"
    r"approved by|won (?:a|an|the) .{0,30}(?:contract|approval|deal|licen[cs]e)|got .{0,20}approval|"
    r"received .{0,20}approval|opened (?:a|an|its)|closed its|"
    r"began (?:shipping|selling|production)|started (?:shipping|selling|production)|open[- ]sourced|spun off|went public|delisted|"
    r"competes with|is (?:the|a|an) (?:parent|subsidiary|maker|supplier|owner|operator|provider|developer) of)\b"
)
_ACT = re.compile(r"\b(?:(?:has|have|had|was|were|is|are|been|just|officially|recently|also|already|now) )*" + _DONE, re.IGNORECASE)
_NOT_FACT = (
    r"\b(?:i|i'm|i’m|i've|my|me|we|imo|imho|think|believe|hope|hoping|wish|guess|feel|maybe|perhaps|"
    r"probably|likely|possibly|might|may|could|would|should|will|"
    r"won't|gonna|going to|if|unless|rumou?r\w*|expect\w*|hear(?:d)?|what if|imagine|lol|lmao|"
    r"bought (?:more|calls|puts)|undervalued|overvalued|cheap|"
    r"bullish|bearish|best|worst|great|terrible|amazing)\b"
)
_TELLING = Phrases({"done": r"\b" + _DONE, "no fact": _NOT_FACT})
_LINK = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"(?<![\w-])[$€£¥]?\d")  # GPT-4 and 5G-like names keep theirs: a letter or hyphen stands before
_BULLET = re.compile(r"^[\s>*•·\-–#]*(?:\d+[.)]\s+)?")


def find_statements(text: str, mentions: Sequence[Mention], claims: Sequence[Claim]) -> list[Statement]:
    """The statements of `text` in order; none overlaps a claim, none comes from a question.

    `subject` is the instrument named before the verb, nearest to it; else the nearest after it.
    """
    named = sorted((m for m in mentions if m.end > m.start), key=lambda m: m.start)
    starts = [m.start for m in named]
    taken = sorted((claim.start, claim.end) for claim in claims if claim.start is not None and claim.end is not None)
    reached = list(accumulate((end for _, end in taken), max))  # where the claims up to each one end
    found: list[Statement] = []
    for start, end in _parts(text) if named else ():
        here = named[bisect_left(starts, start) : bisect_left(starts, end)]
        quote = text[start:end]
        claimed = bisect_left(taken, (end, 0))  # claims that begin before the sentence ends
        if not here or (claimed and reached[claimed - 1] > start) or not _told_as_fact(quote):
            continue
        if act := _ACT.search(quote):
            subject = _subject(here, start + act.start())
            found.append(Statement(subject=subject, quote=quote, start=start, end=end))
    return found


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Sentence spans without bullets, links at the end and surrounding blanks."""
    for start, end in sentences(text):
        lead = _BULLET.match(text[start:end])
        start += lead.end() if lead else 0
        link = _LINK.search(text, start, end)
        end = link.start() if link else end
        end = start + len(text[start:end].rstrip())
        if start < end:
            yield start, end


def _told_as_fact(quote: str) -> bool:
    words = len(quote.split())
    return (
        SHORTEST <= words <= LONGEST
        and not quote.endswith(("?", "？"))
        and not _NUMBER.search(quote)
        and _TELLING.first(quote).keys() == {"done"}
    )


def _subject(here: Sequence[Mention], verb: int) -> str:
    """Symbol of the mention the sentence is about: the last before the verb, else the first after."""
    return max((m for m in here if m.start < verb), key=lambda m: m.start, default=here[0]).symbol
