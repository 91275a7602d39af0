"""The claim reader's weights rebuilt from labelled posts."""

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from domain.readings import Claim
from nlp.components.claims import Judges
from nlp.components.told import Told
from nlp.components.weights import Weights
from nlp.train.answers import Prepared
from nlp.train.fitting import Choice, fit, fit_choice

PENALTIES: Final = {"metric": 0.6, "subject": 0.3, "kind": 0.2, "sign": 0.2}  # inverse strength of the L2 penalty


def fit_judges(posts: Sequence[Prepared]) -> Judges:
    """The three learned parts from labelled posts."""
    metric: tuple[list[list[str]], list[str]] = ([], [])
    kind: tuple[list[list[str]], list[str]] = ([], [])
    sign: tuple[list[list[str]], list[str]] = ([], [])
    subject: list[Choice] = []
    for post in posts:
        for at, features, answer in _walk(post):
            metric[0].append(features)
            metric[1].append(post.metric(at))
            if answer is None:
                continue
            kind[0].append(post.linker.kind_features(at, features, answer["metric"]))
            kind[1].append(answer["kind"])
            if post.linker.numbers[at].value > 0 and not post.linker.numbers[at].signed:
                sign[0].append(post.linker.sign_features(at, features, answer["metric"]))
                sign[1].append("falls" if post.falls(at) else "stands")
        subject += _choices(post)
    return Judges(
        metric=fit(*metric, penalty=PENALTIES["metric"]),
        subject=fit_choice(subject, penalty=PENALTIES["subject"]),
        sign=fit(*sign, penalty=PENALTIES["sign"], only="falls"),
        kind=fit(*kind, penalty=PENALTIES["kind"]),
    )


def _walk(post: Prepared) -> Iterable[tuple[int, list[str], Any]]:
    """(place, features, claim or None) of each number whose answer is known, the labelled answer standing for the last one."""
    previous: tuple[int, str] | None = None
    for at in range(len(post.linker.numbers)):
        if at in post.answers:
            yield at, post.linker.features(at, previous), post.answers[at]
        if post.answers.get(at) is not None:
            previous = at, post.metric(at)


def _choices(post: Prepared) -> Iterable[Choice]:
    """The instruments beside each claim, and which is the one; claims on what the post does not name teach nothing."""
    subjects = post.linker.subjects
    told = Told.above(subjects.above)
    for at in range(len(post.linker.numbers)):
        answer = post.answers.get(at)
        if answer is None:
            continue
        place, proposal = post.linker.proposals[at]
        number = post.linker.numbers[at]
        candidates = subjects.candidates(number, proposal, told.subject)
        if answer["subject"] in candidates and len(candidates) > 1:
            scene = subjects.scene(number, place, told)
            rows = [list(subjects.features(symbol, number, answer["metric"], proposal, place, scene)) for symbol in candidates]
            yield rows, candidates.index(answer["subject"])
        taken = subjects.symbols[at % len(subjects.symbols)] if _misled(post, at) and subjects.symbols else answer["subject"]
        told.add(number, taken, answer["metric"])


def _misled(post: Prepared, at: int) -> bool:
    """Whether the claim before is taken to be another's here: reading errs too, and one error must not breed the next."""
    return zlib.crc32(f"{post.example.post.id}#{at}".encode()) % 4 == 0


def with_confidence(judges: Judges, unseen: Sequence[Prepared]) -> Judges:
    """The judges with their confidence learned (Platt 1999) from how often they were right on posts they did not see."""
    from sklearn.linear_model import LogisticRegression

    seen: list[tuple[dict[str, float], bool]] = []
    for post in unseen:
        starts = {number.start: at for at, number in enumerate(post.linker.numbers)}
        for claim in post.linker.claims("", replace(judges, confidence=None)):
            at = starts.get(claim.start if claim.start is not None else -1)
            if at in post.answers and at in post.linker.evidence:
                seen.append((post.linker.evidence[at], _right(claim, post.answers[at])))
    names = sorted(seen[0][0])
    model: Any = LogisticRegression(C=1.0).fit([[row[name] for name in names] for row, _ in seen], [right for _, right in seen])
    vocabulary = {name: at for at, name in enumerate(names)}
    return replace(
        judges, confidence=Weights(("right",), vocabulary, model.coef_.astype(np.float32).T, model.intercept_.astype(np.float32))
    )


def _right(claim: Claim, answer: Any) -> bool:
    """Whether a claim is the labelled one: subject, metric, unit and both bounds."""
    if answer is None or any(getattr(claim, key) != answer[key] for key in ("subject", "metric", "unit")):
        return False
    bounds = ((claim.low, answer["low"]), (claim.high, answer["high"]))
    return all((one is None) == (two is None) and (one is None or math.isclose(float(one), two, rel_tol=1e-6)) for one, two in bounds)
