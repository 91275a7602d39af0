"""Who is named where, and what stands under everything that leaves the machine (DESIGN §5)."""

import hashlib
import hmac
from collections.abc import Collection

DISCLAIMER = (
    "Information, not financial advice. Read by a machine and checked against market data; it may be wrong. "
    "A status speaks of a claim as it was written, never of its author."
)
DISPUTE = "To dispute a line, answer with the claim's number and what is wrong: a person reviews it, and the review overrides the machine."


def pseudonym(source: str, author: str, *, key: str) -> str:
    """A name that stands for one author of one source (`author-3f9a1c02b7`), the same each time under the same key.

    Nobody without the key can tell whom it stands for; people are not linked across sources.
    """
    mark = hmac.new(key.encode(), f"{source}\x1f{author}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    return f"author-{mark[:10]}"


def shown_author(source: str, author: str | None, *, named: bool, public_figures: Collection[str], key: str) -> str | None:
    """The author as a reader may see them: the name on loopback and for the operator (`named`), else a pseudonym.

    `public_figures` are the authors (`source:name`) whom the operator lets be named everywhere. None where no author is known.
    """
    if author is None:
        return None
    if named or f"{source}:{author}" in public_figures:
        return author
    return pseudonym(source, author, key=key)


def may_be_shown(provider: str | None, passable: Collection[str]) -> bool:
    """Whether a provider's value may leave this machine: its terms let anyone pass it on, or there is none."""
    return provider is None or provider in passable


def without_value(reason: str) -> str:
    """A verdict's reason without the sentence that repeats the observed value."""
    return reason.partition(" Observed ")[0]
