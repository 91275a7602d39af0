"""Which comments speak of what they answer without naming it."""

import re

_TRADE = re.compile(
    r"\b(?:b(?:ought|uying|uy|ag)|s(?:old|elling|ell)|hold(?:ing|s)?|long|short(?:s|ing|ed)?|calls?|puts?|shares?|stock|equity|trim\w*|add(?:ed|ing)|load(?:ed|ing)|"
    r"overvalued|undervalued|cheap|expensive|dear|earnings|sales|margin|dividend|yield|bullish|bearish|upside|downside|IV|P/E|premium|strike|guidance|target|equity|IV|EPS|revenue|strike|lot|cutting)\b",
    re.I,
)
_POINTER = re.compile(r"\b(?:it|its|this|that|them|they|those|these|you|got (?:in|out)|everything|company|name)\b", re.I)
_FIGURE = re.compile(r"[$€£]\s?\d|\d(?:\.\d+)?\s?(?:x|%|p|c|k)\b|\d\.\d\d\b", re.I)
_OPTION = re.compile(r"\b\d+(?:\.\d+)?[cp]\s+\d{1,2}/\d{1,2}\b", re.I)
_ASIDE = re.compile(
    r"\b(?:therapist|brokerages?|broker|app|software|wife|boyfriend|thanks for|great (?:effort|post)|well written|anyone (?:know|use))\b",
    re.I,
)


def speaks_of_parent(text: str) -> bool:
    """Whether a comment that names no instrument is about the one it answers."""
    if _ASIDE.search(text):
        return False
    if _OPTION.search(text):
        return True
    signs = bool(_TRADE.search(text)) + bool(_POINTER.search(text)) + bool(_FIGURE.search(text))
    return signs >= 2
