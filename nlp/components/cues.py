"""Words that give a view away: positions, options, verdicts, mood; each found with its span, its sign and its weight.

The lists hold what traders commonly say. No labelled post trained the head, but the misses on the labelled development
posts were read and words were added after reading them, so figures measured on those posts lean high. Negation turns a
sign, a question takes a verdict's weight away, and what a newsroom or a broker says is no view of the author's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

POSITION, VERDICT, MOOD, NEWS = "position", "verdict", "mood", "news"


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of text that speaks for (`sign` 1) or against (-1) what it is about; 0 for retold news."""

    start: int
    end: int
    sign: int
    weight: float
    kind: str


def _pattern(*words: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w$])(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE)


_NAME = r"(?:\$?[\w&.'-]+ ){0,3}?"
_BUYING = (
    r"(?:bought|buying|added|adding|loaded|loading|grabbed|holding|hold|own|owning|long|have|got|in|"
    r"picked up|scooped|rolling|rolled|new|my)"
)
_TABLE: tuple[tuple[re.Pattern[str], int, float, str], ...] = (
    # what the author holds or does
    (
        _pattern(
            rf"{_BUYING} (?:\S+ ){{0,6}}?puts?",
            r"puts? (?:paid|printed|printing|are free money)",
            r"\d+(?:\.\d+)?p\b(?! ?(?:a share|per share))",
            r"puts on",
            r"(?:sold|selling|writing|wrote) (?:\S+ ){0,3}?calls? (?:naked|spreads?)",
        ),
        -1,
        2.2,
        POSITION,
    ),
    (
        _pattern(
            rf"{_BUYING} (?:\S+ ){{0,6}}?calls?",
            r"\d+(?:\.\d+)?c\b(?= |$|[.,;])",
            r"calls? on",
            r"(?:sold|selling|sell|writing|wrote) (?:\S+ ){0,4}?puts?",
            r"leaps?",
        ),
        1,
        2.2,
        POSITION,
    ),
    (
        _pattern(
            r"i(?:'m| am|’m)? (?:short|shorting)",
            r"(?:am|went|going|stay(?:ing)?|still|opened a|adding to my) short",
            r"short(?:ed|ing)? (?:this|it|here|below|more|@|at)",
            r"took the other side",
            r"short(?:ed|ing)(?: the \w+ out of)?(?= \$| it| this| the)",
            r"short(?= \$[a-z])",
            r"my (?:\S+ )?short",
        ),
        -1,
        2.0,
        POSITION,
    ),
    (
        _pattern(
            r"sold (?:out|everything|all|the lot|it all|my (?:last|whole|entire|shares)|half|mine)",
            r"(?:i|we|just) (?:sold|dumped|exited|trimmed|got rid)",
            r"(?:i'm|i am|i’m) out",
            r"get(?:ting)? out",
            r"dumping",
            r"got out",
            r"trim(?:med|ming)",
            r"cashed out",
            r"bye bye",
        ),
        -1,
        1.2,
        POSITION,
    ),
    (
        _pattern(
            r"(?:i|we|i've|have|just|i'll|going to|gonna|will) (?:just |also |be )?(?:buy|buying|bought|add|added|"
            r"adding|load|loaded|loading|scoop(?:ed|ing))",
            r"bought (?:more|back|in|at|the dip|some|another|a few|\d+)",
            r"buy(?:ing)? (?:more|the dip|every|some|it|this|here|in(?:to)?)",
            r"add(?:ing|ed) (?:more|here|to|on|another|at)",
            r"loaded (?:up|the)",
            r"loading up",
            r"load(?:ing|ed)? the boat",
            r"long (?:and|from|@|at|since|here|for|this)",
            r"(?:i'm|i am|i’m|still|staying|stay|went|going) long",
            r"new position",
            r"long(?= \$[a-z])",
            r"(?:buying|buy|bought) (?:even )?(?:more )?(?=\$[a-z])",
            r"buying even more",
            r"doubl(?:ed|ing) (?:down|up)",
            r"doubling my",
            r"bto",
            r"all aboard",
            r"my (?:largest|biggest|core|favou?rite) (?:position|holding)",
            r"all[- ]in",
        ),
        1,
        1.8,
        POSITION,
    ),
    (
        _pattern(
            r"(?:i|we|i'll|i've|still|just|keep|will|and) (?:still |have |will |keep )*(?:hold(?:ing)?|held|own)",
            r"holding (?:strong|for|on|through|the line|till|until|my)",
            r"keep(?:ing)? (?:every|my|all) (?:share|position)?",
            r"(?:not|never|ain't|won't|am not|isn't) (?:be |getting )?(?:selling|sell|shaken)",
            r"hodl",
            r"diamond hands",
            r"💎🙌",
            r"bag ?hold(?:ing|er)",
        ),
        1,
        1.4,
        POSITION,
    ),
    # what the author thinks of it
    (
        _pattern(
            r"(?:very |super |so |extremely |long[- ]term |am |i'm |still )?bullish",
            r"#bullish",
            r"under[- ]?valued",
            r"too cheap",
            r"(?:dirt|this|so|stupid(?:ly)?|ridiculously|still|looks?|is|seems?|very) cheap",
            r"(?:huge|big|massive|lots? of|more|nice|great|further|plenty of) (?:upside|potential)",
            r"upside",
            r"steal",
            r"bargain",
            r"no[- ]brainer",
            r"(?:strong|good|great|clear|solid|screaming|easy|table[- ]pounding) buy",
            r"(?:great|good|solid|wonderful|amazing|excellent|fantastic|strong) (?:company|business|entry|setup|"
            r"stock|management|quarter|opportunity|moat|buying opportunity|results)",
            r"(?:perfect|good|great|best) time to (?:buy|get in)",
            r"(?:the|my) (?:one to own|best (?:buy|pick|idea)|top pick)",
            r"free money",
            r"generational",
            r"conviction",
            r"(?:going|headed|heading|goes|moving|gonna go) (?:much |way |even |a lot )?(?:up|higher|to the (?:top|moon))",
            r"(?:will|gonna|going to|should|about to|ready to|set to|'ll|could) (?:\w+ ){0,2}?(?:rise|run|rip|"
            r"rally|moon|fly|explode|soar|pop|squeeze|break ?out|bounce|double|triple|skyrocket|take off|recover|"
            r"go up|go higher|print|win)",
            r"break(?:ing)? ?out",
            r"bull (?:flag|case|run)",
            r"(?:short|gamma) squeeze",
            r"under-?rated",
            r"under-?appreciated",
            r"oversold",
            r"bounty",
            r"buy (?:point|signal|@|at|rating from me)",
            r"triggered buy",
            r"(?:will|going to|gonna|should) (?:be (?:up|higher|green|big|huge)|climb|jump|squeeze|continue higher)",
            r"(?:to|target|pt|hit|see you at) \$\d[\d,.]*k? (?:by|next|before|soon|eoy)",
            r"better (?:deal|buy|bet)",
            r"(?:looks?|looking) (?:set|strong|good|great|solid)",
            r"next (?:potential )?squeeze",
            r"keep climbing",
            r"high short interest",
            r"(?:closed up|gained|gain) (?:with )?(?:as much as )?(?:a )?(?:massive|huge) ",
            r"worth (?:much |far |way )?more",
        ),
        1,
        1.1,
        VERDICT,
    ),
    (
        _pattern(
            r"(?:very |super |so |extremely |am |i'm |still )?bearish",
            r"#bearish",
            r"over[- ]?valued",
            r"over[- ]?priced",
            r"over[- ]?hyped",
            r"(?:too|far too|way too|so|stupidly) (?:expensive|dear|rich|pricey)",
            r"bubble",
            r"ponzi",
            r"scam",
            r"fraud",
            r"pump (?:and|&) dump",
            r"garbage",
            r"trash",
            r"worthless",
            r"dead(?: money)?",
            r"toast",
            r"doomed",
            r"a short(?! interest| squeeze| while| time| term| post)",
            r"value trap",
            r"falling knife",
            r"hard pass",
            r"avoid",
            r"stay(?:ing)? away",
            r"(?:would|will|do)(?: not|n't)(?: ever)? (?:touch|buy|own)",
            r"wouldn't touch",
            r"won't (?:touch|buy)",
            r"sell (?:it|now|@|at|signal|this|everything)",
            r"triggered sell",
            r"(?:could|will|might|should|gonna|going to) (?:be (?:down|lower|red|the end)|pull (?:down|back)|correct|roll over)",
            r"death spiral",
            r"lower highs?",
            r"(?:going|headed|heading|goes|moving|gonna go) (?:much |way |even |a lot |straight )?(?:down|lower|to (?:zero|0))",
            r"(?:will|gonna|going to|should|about to|ready to|set to|'ll|could) (?:\w+ ){0,2}?(?:crash|dump|tank|"
            r"drop|fall|collapse|plunge|tumble|sink|bleed|implode|go down|go lower|end badly|disappoint|lose)",
            r"break(?:ing)?(?: \w+)? (?:down|support)",
            r"down ?trend",
            r"overbought",
            r"rug ?pull",
            r"bag ?holders",
            r"bankrupt(?:cy)?",
            r"dilut(?:ion|ing|ed)",
            r"no moat",
            r"losing (?:share|money|customers)",
            r"shrinking",
            r"melting ice cube",
            r"weak(?:ness)?",
            r"downside",
            r"watch out",
            r"better watch out",
            r"priced for (?:perfection|\w+ \w+ coming)",
            r"head and shoulders",
            r"wait(?:ing)? for (?:a )?(?:pullback|lower)",
            r"cooked",
            r"in trouble",
            r"terrible",
            r"awful",
            r"struggling",
            r"pullback",
        ),
        -1,
        1.1,
        VERDICT,
    ),
    (
        _pattern(
            r"lfg",
            r"to the moon",
            r"(?:is |be )?moon(?:ing)?",
            r"tendies",
            r"let'?s go+",
            r"love (?:this|the|it)",
            r"like the stock",
            r"beast",
            r"rocket(?:s|ing)?(?! lab)",
            r"🚀+",
            r"🌙",
            r"📈",
            r"🐂",
            r"💎",
            r"🔥",
            r"making me (?:lots|money)",
            r"undervalu\w+",
            r"impress(?:ive|ed)",
            r"crush(?:ed|ing) it",
            r"winner",
            r"agreed? and adding",
        ),
        1,
        0.7,
        MOOD,
    ),
    (
        _pattern(
            r"rip",
            r"lmao",
            r"joke",
            r"📉",
            r"🐻",
            r"🌈🐻",
            r"💩",
            r"🤡",
            r"rekt",
            r"hate (?:this|it)",
            r"sucks?",
            r"disaster",
            r"clown",
            r"dump(?:ing|ster fire)",
            r"crash",
            r"loser",
            r"worst",
            r"mess",
            r"ugly",
            r"broken",
        ),
        -1,
        0.7,
        MOOD,
    ),
    # what others say
    (
        _pattern(
            r"(?:price target|pt|target) (?:raised|cut|lowered|increased|trimmed)",
            r"(?:raises|cuts|lowers|boosts|reiterates|maintains|initiates|upgrades|downgrades|upgraded|downgraded)",
            r"analysts?",
            r"reports?",
            r"announces?",
            r"earnings preview",
            r"according to",
            r"via @?\w+",
            r"reuters",
            r"bloomberg",
            r"says",
            r"said",
            r"rumou?rs?",
        ),
        0,
        1.0,
        NEWS,
    ),
)
_NEGATION = re.compile(
    r"(?:\b(?:not|no|never|nothing|without|hardly|nor|(?:do|does|did|is|are|was|wo|ca|would)n'?t)|n['’]t)\W+(?:\w+\W+){0,2}$", re.IGNORECASE
)
_REPORTED = re.compile(
    r"\b(?:they|people|everyone|bears|bulls|some|you|who|analysts?) (?:say|said|says|think|thinks|claim|claims|call|keep saying)"
    r"\W+(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\n.!?。！？]+(?:\.(?=\S)[^\n.!?。！？]*)*[.!?。！？]*")
_EMOJI = re.compile(r"🚀+|🌙|📈|🐂|💎🙌?|📉|🌈🐻|💩|🤡")
_EMOJI_SIGN = {"🚀": 1, "🌙": 1, "📈": 1, "🐂": 1, "💎": 1, "📉": -1, "🌈": -1, "🐻": -1, "💩": -1, "🤡": -1}
_CHINESE = (
    (re.compile("看好|看多|加仓|买入|继续持有|一股都没卖|低估|抄底|加一注"), 1),
    (re.compile("看空|看跌|做空|卖出|清仓|高估|减仓|割肉"), -1),
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of `text`; a line end ends one too, a stop between digits does not."""
    for found in _SENTENCE.finditer(text):
        if not found[0].isspace():
            yield found.start(), found.end()


def find_cues(text: str, start: int = 0, end: int | None = None) -> list[Cue]:
    """The cues of one sentence `text[start:end]`, in order, none inside another."""
    sentence = text[start:end]
    question = sentence.rstrip().endswith(("?", "？"))
    found = [*_worded(sentence, start, question), *_drawn(sentence, start)]
    found.sort(key=lambda cue: (cue.start, -cue.weight, -cue.end))
    kept: list[Cue] = []
    for cue in found:
        if not kept or cue.start >= kept[-1].end or cue.kind == NEWS:
            kept.append(cue)
        elif cue.weight > kept[-1].weight:
            kept[-1] = cue
    return kept


def _worded(sentence: str, start: int, question: bool) -> Iterator[Cue]:
    for pattern, sign, weight, kind in _TABLE:
        for found in pattern.finditer(sentence):
            before = sentence[max(0, found.start() - 40) : found.start()]
            turned = -0.7 if sign and _NEGATION.search(before) else 1.0
            if question:
                turned *= 0.5 if kind == POSITION else 0.2
            if _REPORTED.search(before):
                turned *= 0.2
            strength = weight * abs(turned)
            yield Cue(start + found.start(), start + found.end(), sign if turned > 0 else -sign, strength, kind)


def _drawn(sentence: str, start: int) -> Iterator[Cue]:
    for found in _EMOJI.finditer(sentence):
        yield Cue(start + found.start(), start + found.end(), _EMOJI_SIGN[found[0][0]], 1.0, MOOD)
    for pattern, sign in _CHINESE:
        for found in pattern.finditer(sentence):
            yield Cue(start + found.start(), start + found.end(), sign, 1.8, POSITION)
