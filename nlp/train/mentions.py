"""The weights that tell a symbol or a name from a word, rebuilt from labelled posts."""

from collections.abc import Iterable, Iterator

from domain.instruments import InstrumentTable
from domain.readings import Mention
from nlp.components.inherit import candidates, features
from nlp.components.instruments import Look, MentionJudges
from nlp.components.weights import Weights
from nlp.reader import thread_of
from nlp.thread import Thread
from nlp.train.fitting import Choice, fit, fit_choice
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


def comment_choices(posts: Iterable[Labelled], table: InstrumentTable) -> Iterator[tuple[Labelled, Choice]]:
    """Of each comment in which nothing is named: what speaks for each instrument of its thread, and which its labels say."""
    threads: dict[str, Thread] = {}
    for example in posts:
        post, above = example.post, threads.get(example.post.parent_id or "")
        look = Look(post.text, table, post.posted_at.date() if post.posted_at else None, above.symbols if above else ())
        seen = [m for m in (*look.written, *(look.mention(s, 1.0) for s in look.sightings)) if m.symbol in example.stances]
        given = [Mention(symbol=s, start=0, end=0, how="inherited") for s in example.stances]
        threads[post.id] = thread_of(post, example.reading([*seen, *given]), above)
        if above and above.symbols and not look.written and not seen:
            asked = candidates(above)
            yield example, (features(look.clean, above), next(at for at, s in enumerate(asked) if s is None or s in example.stances))


def fit_mentions(sightings: Iterable[Row], comments: Iterable[tuple[Labelled, Choice]]) -> MentionJudges:
    """The learned parts from such rows."""
    return MentionJudges(_fit(sightings, PENALTY), fit_choice([choice for _, choice in comments], penalty=COMMENT_PENALTY))


def _fit(labelled: Iterable[Row], penalty: float) -> Weights:
    found = list(labelled)
    return fit([features for _, features, _ in found], ["yes" if yes else "no" for _, _, yes in found], penalty=penalty, only="yes")
