"""Posts in, readings out: runs the pipeline in batches and gives each comment what it answers."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from domain.posts import Post
from domain.readings import Claim, Mention, Reading, Stance
from nlp.components.tokens import parts, text_of
from nlp.pipeline import MAX_LENGTH, build
from nlp.thread import Thread

if TYPE_CHECKING:
    from domain.instruments import InstrumentTable

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
    def pipeline(self) -> Any:
        """The spaCy pipeline, built at first use."""
        return build(model=self.model, stance=self.stance, table=self.table)

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
        docs = [doc for post, thread in zip(posts, contexts, strict=True) for doc in self._docs(post, thread)]
        done = iter(self.pipeline.pipe(docs, batch_size=self.batch_size))
        for post, thread in zip(posts, contexts, strict=True):
            pieces = [(offset, next(done)) for offset, _ in parts(post.text, MAX_LENGTH)]
            reading = _reading(post, pieces)
            seen[post.id] = thread_of(post, reading, thread)
            if len(seen) > REMEMBERED:
                seen.popitem(last=False)
            yield reading

    def _context(self, post: Post, seen: Mapping[str, Thread], threads: Mapping[str, Thread]) -> Thread | None:
        thread = threads.get(post.id) or (seen.get(post.parent_id) if post.parent_id else None)
        return thread.heard_by(author_of(post)) if thread else None

    def _docs(self, post: Post, thread: Thread | None) -> Iterator[Any]:
        for _, text in parts(post.text, MAX_LENGTH):
            doc = self.pipeline.make_doc(text)
            doc._.post_id, doc._.posted_at, doc._.thread = post.id, post.posted_at, thread
            yield doc


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


def _reading(post: Post, pieces: list[tuple[int, Any]]) -> Reading:
    from nlp.components.statements import find_statements

    mentions = [_moved(m, offset) for offset, doc in pieces for m in doc._.mentions]
    claims = [_moved(c, offset) for offset, doc in pieces for c in doc._.claims]
    names = {claim.id + str(place): f"{post.id}#{place}" for place, claim in enumerate(claims, start=1)}
    statements = [_moved(s, offset) for offset, doc in pieces for s in find_statements(text_of(doc), doc._.mentions, doc._.claims)]
    tickers = tuple(sorted({m.symbol for m in mentions}))
    stances = {s.symbol: s for _, doc in reversed(pieces) for s in (doc._.stances or ())}
    if len(pieces) > 1:
        claims = [replace(c, id=names[c.id + str(place)], converts=None) for place, c in enumerate(claims, start=1)]
    return Reading(
        id=post.id,
        tickers=tickers,
        mentions=tuple(mentions),
        stances=tuple(stances.get(s) or Stance(symbol=s, label="neutral", score=0.5) for s in tickers),
        claims=tuple(claims),
        statements=tuple(statements),
    )


def _moved(found: Any, offset: int) -> Any:
    """A mention, claim or statement of a part, placed in the whole text; an inherited mention stays at 0."""
    if not offset or (isinstance(found, Mention) and found.end == 0):
        return found
    if isinstance(found, Claim) and found.start is None:
        return found
    return replace(found, start=found.start + offset, end=found.end + offset)
