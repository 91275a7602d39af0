"""Tells a wall (challenge, login, refusal, empty answer) from content, so that it is never read as "nothing new"."""

import re
from urllib.parse import urlsplit

from domain.errors import BlockedError

_LOGIN = re.compile(r"(?:^|[/.])(?:login|signin|sign-in|passport|sso|captcha)(?:[/.?]|$)", re.IGNORECASE)
_CHALLENGE = re.compile(
    rb"captcha|acw_sc__v2|aliyun_waf|cf-challenge|challenge-platform|verify (?:that )?you are (?:a )?human|unusual traffic|access denied",
    re.IGNORECASE,
)
_REFUSED = frozenset({401, 403, 407, 418, 429, 451, 503})


def check_answer(body: bytes, *, status: int, url: str, asked: str, json_due: bool = False) -> None:
    """Raises BlockedError naming the wall where an answer is one; returns None where it looks like content.

    `url` is where the answer came from, `asked` what was requested (they differ after redirects).
    """
    if status in _REFUSED:
        raise BlockedError(f"{asked}: refused with status {status}; slow down, or import saved pages")
    if _login_page(url) and not _login_page(asked):
        raise BlockedError(f"{asked}: sent to a login or challenge page; import saved pages instead")
    if not body.strip():
        raise BlockedError(f"{asked}: an empty answer with status {status}; try later, or import saved pages")
    if json_due and body.lstrip()[:1] not in (b"{", b"[", b"n"):
        raise BlockedError(f"{asked}: a page came where JSON was due; try later")


def check_payload_missing(body: bytes, *, asked: str) -> BlockedError:
    """The BlockedError for a page whose posts are missing: a challenge page if it reads like one, else a page without its payload."""
    kind = "a challenge page" if _CHALLENGE.search(body) else "a page without the posts it should carry"
    return BlockedError(f"{asked}: {kind}; try later, or import saved pages")


def _login_page(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_LOGIN.search(f"{parts.netloc}{parts.path}"))
