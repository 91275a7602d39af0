"""All learned parts of the claim reader, rebuilt in their order and written beside the program."""

from collections.abc import Callable
from pathlib import Path

from domain.instruments import InstrumentTable
from nlp.train.answers import prepare
from nlp.train.claims import fit_judges, with_confidence
from nlp.train.labels import held_out, labelled_posts
from nlp.train.mentions import comment_choices, fit_mentions, rows

DATA = Path(__file__).parents[1] / "data"


def train_reader(texts: Path, out: Path = DATA, say: Callable[[str], None] = print) -> None:
    """Writes the weights of mentions and claims to `out`, learned from the labelled posts whose texts lie in `texts`.

    Confidence is learned on a fifth of the threads, by judges that saw the other four; the judges written saw all.
    Raises DataError where a text file is missing.
    """
    table = InstrumentTable.load()
    posts = labelled_posts(texts)
    say(f"{len(posts)} labelled posts")
    mentions = fit_mentions(rows(posts, table), comment_choices(posts, table))
    mentions.meant.save(out / "mentions_meant.npz")
    mentions.inherits.save(out / "mentions_inherits.npz")
    prepared = list(prepare(posts, table, mentions))
    numbers = sum(len(post.answers) for post in prepared)
    claims = sum(answer is not None for post in prepared for answer in post.answers.values())
    say(f"{numbers} numbers, {claims} of them claims")
    judges = fit_judges([post for post in prepared if not held_out(post.example)])
    sure = with_confidence(judges, [post for post in prepared if held_out(post.example)])
    judges = fit_judges(prepared)
    for name in ("metric", "subject", "sign", "kind"):
        getattr(judges, name).save(out / f"claims_{name}.npz")
    assert sure.confidence is not None
    sure.confidence.save(out / "claims_confidence.npz")
    say(f"written to {out}")
