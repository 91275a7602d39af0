"""Errors a person can act on: each says what, where, and the way out.

Three families (STYLE: configuration, source, data) under one root. The command line prints the message of any
`TapecheckError` as one sentence and exits 1; anything else is a bug and keeps its traceback.
"""


class TapecheckError(Exception):
    """Something a person can mend; its message is one sentence: what is wrong, where, and the way out."""


class ConfigurationError(TapecheckError):
    """The settings, the database address or the installed model need mending before work can start."""


class SourceError(TapecheckError):
    """A site or provider did not answer as it should."""


class BlockedError(SourceError):
    """A site answered, but with a wall (challenge, login, empty body) instead of content. Never read as "nothing new"."""


class DataError(TapecheckError):
    """One input (a row, a page, a line) could not be read; `place` says which.

    Args:
        problem: what is wrong, in a few words.
        place: where, such as `prices.csv:12`.
        remedy: the way out, or None.
    """

    def __init__(self, problem: str, *, place: str, remedy: str | None = None) -> None:
        self.problem, self.place, self.remedy = problem, place, remedy
        super().__init__(f"{place}: {problem}" + (f"; {remedy}" if remedy else ""))
