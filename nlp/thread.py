"""What a comment answers, boiled down to what its reading needs."""

from dataclasses import dataclass, replace

from domain.readings import Claim, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The context of one comment: what the post it answers, and the thread's first post, speak about.

    `symbols` puts the main subject first (answered post, then root), `title` is the root's, `stances`, `claims` and
    `text` are those of the answered post. `said` holds who claimed what above, the answered post first, and `own` what
    the comment's own author did, once that is known (`heard_by`).
    """

    symbols: tuple[str, ...] = ()
    title: str | None = None
    stances: tuple[Stance, ...] = ()
    claims: tuple[Claim, ...] = ()
    text: str = ""
    said: tuple[tuple[str, tuple[Claim, ...]], ...] = ()
    own: tuple[Claim, ...] = ()

    def heard_by(self, author: str | None) -> "Thread":
        """The context for a comment by this author: with what he claimed himself above, nearest first."""
        own = tuple(claim for name, claims in self.said if name == author for claim in claims if claim.attributed_to is None)
        return replace(self, own=own) if own else self
