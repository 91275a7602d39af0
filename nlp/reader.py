"""Posts in, readings out, in batches, each comment in the light of what it answers."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from domain.posts import Post
from domain.readings import Claim, Mention, Reading, Stance, Statement
from nlp.components.tokens import parts
from nlp.pipeline import MAX_LENGTH
from nlp.thread import Thread

if TYPE_CHECKING:
    from domain.instruments import InstrumentTable
    from nlp.components.stance import StanceReader

VERSION = "8"  # counts up with every change that can change a reading
REMEMBERED = 20_000  # posts whose context is kept for their answers
LEVELS = 8  # posts above a comment whose claims its author may take back
TITLED, TOLD = 3, 2  # what a name in the title, and each number told of an instrument, weighs beside its name being said once
QUOTED = 2_000  # characters of an answered post that its answers' reading may need


class Reader:
    """Reads posts.

    Args:
        table: the instruments; None takes the shipped table.
        model: the sentence-transformers model of the stance component; None takes the packaged one.
        batch_size: posts read together.
        stance: False leaves every stance neutral and loads no model.
    """

    def __init__(
        self, *, table: "InstrumentTable | None" = None, model: str | None = None, batch_size: int = 256, stance: bool = True
    ) -> None:
        self.table, self.model, self.batch_size, self.stance = table, model, batch_size, stance

    @property
    def version(self) -> str:
        """Which reader it is: the program's version, and the table's fingerprint where it is not the shipped one (`7+1f2e3d4c`)."""
        return f"{VERSION}+{self.table.fingerprint}" if self.table is not None and self.table.fingerprint else VERSION

    @property
    def model_version(self) -> str:
        """Which model judged the stances: its name and the start of its hash."""
        from nlp.encoder import PACKAGED, Encoder

        return Encoder(self.model or PACKAGED).version if self.stance else "none"

    @cached_property
    def _judge(self) -> "StanceReader | None":
        """What judges the stances, made at first use."""
        from nlp.components.stance import StanceReader
        from nlp.encoder import PACKAGED, Encoder

        return StanceReader(Encoder(self.model or PACKAGED)) if self.stance else None

    def read(self, posts: Iterable[Post], *, threads: Mapping[str, Thread] | None = None) -> Iterator[Reading]:
        """One Reading a post, in order. A comment whose parent came before it is read in the parent's light.

        `threads` gives, by post id, the context of comments whose parents are not in the stream (a ledger's, say).
        Memory is bounded: a batch, and the context of the last 20,000 posts.
        """
        seen: OrderedDict[str, Thread] = OrderedDict()
        batch: list[Post] = []
        waiting: set[str] = set()
        for post in posts:
            if len(batch) >= self.batch_size or post.parent_id in waiting:
                yield from self._batch(batch, seen, threads or {})
                batch, waiting = [], set()
            batch.append(post)
            waiting.add(post.id)
        yield from self._batch(batch, seen, threads or {})

    def _batch(self, posts: list[Post], seen: "OrderedDict[str, Thread]", threads: Mapping[str, Thread]) -> Iterator[Reading]:
        contexts = [self._context(post, seen, threads) for post in posts]
        pieces = [
            [_Piece(post, thread, offset, text) for offset, text in parts(post.text, MAX_LENGTH)]
            for post, thread in zip(posts, contexts, strict=True)
        ]
        self._read_pieces([piece for group in pieces for piece in group])
        for post, thread, group in zip(posts, contexts, pieces, strict=True):
            reading = _reading(post, group)
            seen[post.id] = thread_of(post, reading, thread)
            if len(seen) > REMEMBERED:
                seen.popitem(last=False)
            yield reading

    def _context(self, post: Post, seen: Mapping[str, Thread], threads: Mapping[str, Thread]) -> Thread | None:
        thread = threads.get(post.id) or (seen.get(post.parent_id) if post.parent_id else None)
        return thread.heard_by(author_of(post)) if thread else None

    def _read_pieces(self, pieces: list["_Piece"]) -> None:
        """Fills the pieces in, one component after the other: a fifth faster than one piece after the other."""
        from domain.instruments import InstrumentTable
        from nlp.components.claims import find_claims
        from nlp.components.instruments import find_mentions
        from nlp.components.numbers import find_numbers
        from nlp.components.stance import StanceInput
        from nlp.components.statements import find_statements

        table = self.table or InstrumentTable.load()
        for piece in pieces:
            piece.mentions = find_mentions(piece.text, posted_at=piece.post.posted_at, thread=piece.thread, table=table)
        numbers = [find_numbers(piece.text) for piece in pieces]
        for piece, found in zip(pieces, numbers, strict=True):
            piece.claims = find_claims(piece.text, piece.mentions, post_id=piece.post.id, thread=piece.thread, numbers=found)
        for piece in pieces:
            piece.statements = find_statements(piece.text, piece.mentions, piece.claims)
        if self._judge:
            stances = self._judge.read([StanceInput(piece.text, piece.mentions, piece.claims, piece.thread) for piece in pieces])
            for piece, judged in zip(pieces, stances, strict=True):
                piece.stances = judged


@dataclass(slots=True)
class _Piece:
    """One part of a post with what it says; offsets count from the part's own start."""

    post: Post
    thread: Thread | None
    offset: int
    text: str
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    stances: tuple[Stance, ...] = ()


def thread_of(post: Post, reading: Reading, above: Thread | None) -> Thread:
    """The context that `post` gives its answers: its own subjects first, the weightiest leading, then those above it."""
    symbols = tuple(dict.fromkeys([*by_weight(post, reading), *(above.symbols if above else ())]))
    title = above.title if above else post.title
    said = ((author_of(post) or "", reading.claims), *(above.said if above else ()))[:LEVELS]
    return Thread(symbols=symbols, title=title, stances=reading.stances, claims=reading.claims, text=post.text[:QUOTED], said=said)


def author_of(post: Post) -> str | None:
    """Who wrote a post, as its source tells people apart; None where it does not say."""
    return post.author_id or post.author


def by_weight(post: Post, reading: Reading) -> list[str]:
    """The instruments of a post, those first that it is most about: named in its title, told numbers of, named often, named first."""
    weights: Counter[str] = Counter()
    for mention in sorted(reading.mentions, key=lambda m: m.start):
        weights[mention.symbol] += mention.end > mention.start
    for symbol in {m.symbol for m in reading.mentions if m.start < len(post.title or "") and m.end > m.start}:
        weights[symbol] += TITLED
    for claim in reading.claims:
        if claim.subject is not None and claim.subject in weights:
            weights[claim.subject] += TOLD
    return [symbol for symbol, _ in weights.most_common()]


def _reading(post: Post, pieces: list[_Piece]) -> Reading:
    mentions = [_moved(m, piece.offset) for piece in pieces for m in piece.mentions]
    claims = [_moved(c, piece.offset) for piece in pieces for c in piece.claims]
    tickers = tuple(sorted({m.symbol for m in mentions}))
    stances = {s.symbol: s for piece in reversed(pieces) for s in piece.stances}
    if len(pieces) > 1:
        claims = [replace(c, id=f"{post.id}#{place}", converts=None) for place, c in enumerate(claims, start=1)]
    return Reading(
        id=post.id,
        tickers=tickers,
        mentions=tuple(mentions),
        stances=tuple(stances.get(s) or Stance(symbol=s, label="neutral", score=0.5) for s in tickers),
        claims=tuple(claims),
        statements=tuple(_moved(s, piece.offset) for piece in pieces for s in piece.statements),
    )


def _moved(found: Any, offset: int) -> Any:
    """A mention, claim or statement of a part, placed in the whole text; an inherited mention stays at 0."""
    if not offset or (isinstance(found, Mention) and found.end == 0):
        return found
    if isinstance(found, Claim) and found.start is None:
        return found
    return replace(found, start=found.start + offset, end=found.end + offset)
