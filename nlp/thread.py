"""What a comment answers, boiled down to what its reading needs."""

from dataclasses import dataclass

from domain.readings import Claim, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The context of one comment: what the post it answers, and the thread's first post, speak about.

    `symbols` puts the main subject first (answered post, then root), `title` is the root's, `stances`, `claims` and
    `text` are those of the answered post.
    """

    symbols: tuple[str, ...] = ()
    title: str | None = None
    stances: tuple[Stance, ...] = ()
    claims: tuple[Claim, ...] = ()
    text: str = ""
