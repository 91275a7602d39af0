"""The words of a post out of its HTML, and the site's boilerplate cut off."""

import hashlib
import re

_BLOCK = re.compile(r"<\s*(?:br|p|div|li|h[1-6])\b", re.IGNORECASE)
_DISCLAIMER = re.compile(r"^[ \t]*(?:disclaimer\s*[:：]|免责声明|免責聲明)", re.IGNORECASE | re.MULTILINE)


def readable(html: str) -> str:
    """Plain text of an HTML fragment, a line a block; in a fragment without blocks `\\n` is the line break (Tiger's `htmlText`)."""
    import html_text

    if "<" not in html and "&" not in html:
        return _tidy(html)
    if not _BLOCK.search(html):
        html = html.replace("\n", "<br>")
    return _tidy(html_text.extract_text(f"<div>{html}</div>"))


def without_disclaimer(text: str) -> str:
    """The text up to the last line that opens the site's disclaimer; the whole of it where none does."""
    found = list(_DISCLAIMER.finditer(text))
    return text[: found[-1].start()].rstrip() if found else text


def split_disclaimer(text: str) -> tuple[str, str]:
    """(text before the disclaimer line, what follows that line); the second is empty where there is no disclaimer."""
    found = _DISCLAIMER.search(text)
    if found is None:
        return text, ""
    _, _, after = text[found.start() :].partition("\n")
    return text[: found.start()].rstrip(), after


def stable_id(*parts: str | None) -> str:
    """A short id that is the same for the same words: for posts that show none."""
    return "t" + hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:20]


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    return "\n".join(line for line in lines if line.strip())
