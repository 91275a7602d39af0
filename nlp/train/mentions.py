"""The weights that tell a symbol or a name from a word, rebuilt from labelled posts."""

from collections.abc import Iterable, Iterator

from domain.instruments import InstrumentTable
from nlp.components.inherit import features
from nlp.components.instruments import Look, MentionJudges
from nlp.components.weights import Weights
from nlp.thread import Thread
from nlp.train.fitting import fit
from nlp.train.labels import Labelled

PENALTY = 0.3
COMMENT_PENALTY = 0.2
Row = tuple[Labelled, list[str], bool]


def rows(posts: Iterable[Labelled], table: InstrumentTable) -> Iterator[Row]:
    """(post, features, whether the post's labels name the instrument) of each sighting of each post, comments in their thread's light."""
    threads: dict[str, Thread] = {}
    for example in posts:
        post = example.post
        above = threads[post.parent_id].symbols if post.parent_id in threads else ()
        look = Look(post.text, table, post.posted_at.date() if post.posted_at else None, above)
        threads[post.id] = Thread(symbols=tuple(dict.fromkeys([*example.stances, *above])))
        named = {sister for symbol in example.stances for sister in (symbol, *table.siblings(symbol))}
        for seen in look.sightings:
            yield example, look.features(seen), look.mention(seen, 1.0).symbol in named


def comment_rows(posts: Iterable[Labelled], table: InstrumentTable) -> Iterator[Row]:
    """(post, features, whether its labels say so) of each comment in which nothing is named, beside what it answers."""
    threads: dict[str, Thread] = {}
    for example in posts:
        post = example.post
        above = threads.get(post.parent_id or "")
        symbols = dict.fromkeys([*example.stances, *(above.symbols if above else ())])
        threads[post.id] = Thread(symbols=tuple(symbols))
        look = Look(post.text, table, post.posted_at.date() if post.posted_at else None, above.symbols if above else ())
        if above and above.symbols and not look.written and not any(look.mention(s, 1.0).symbol in example.stances for s in look.sightings):
            yield example, list(features(look.clean, above)), bool(set(above.symbols) & set(example.stances))


def fit_mentions(sightings: Iterable[Row], comments: Iterable[Row]) -> MentionJudges:
    """The learned parts from such rows."""
    return MentionJudges(_fit(sightings, PENALTY), _fit(comments, COMMENT_PENALTY))


def _fit(labelled: Iterable[Row], penalty: float) -> Weights:
    found = list(labelled)
    return fit([features for _, features, _ in found], ["yes" if yes else "no" for _, _, yes in found], penalty=penalty, only="yes")
