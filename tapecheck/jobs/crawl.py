"""Crawl: every source that is enabled, one child process each, straight into the ledger."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from domain.errors import ConfigurationError, SourceError
from domain.settings import Settings, SourceSettings
from tapecheck.outcome import Outcome
from tapecheck.recorded import recorded

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker


def crawl_sources(
    sessions: "sessionmaker[Session]",
    settings: Settings,
    *,
    names: Sequence[str],
    now: Callable[[], datetime],
    fetched_at: datetime | None = None,
) -> Outcome:
    """Collect from the named sources, or from all enabled ones; a source that fails is a fault and the others go on.

    `fetched_at` stands in for the clock where the community's own clock stands still. Raises ConfigurationError for an
    unknown name and where no source is configured.
    """
    from crawler.run import crawl

    chosen = _chosen(settings, names)
    with recorded(sessions, "crawl", settings, now=now) as outcome:
        for source in chosen:
            name = source.name or source.spider
            try:
                result = crawl(source, settings, now=fetched_at)
            except SourceError as error:
                outcome.faults.append(str(error))
                continue
            finally:
                outcome.beat()
            outcome.add(**{key: result.counts.get(key, 0) for key in ("requests", "new", "revised", "unchanged", "gone")})
            if result.blocked:
                outcome.add(blocked=result.blocked)
            if result.faults or result.blocked:
                outcome.faults += [f"{name}: {words}" for words in result.said] or [
                    f"{name}: {result.faults + result.blocked} answers failed"
                ]
    return outcome


def _chosen(settings: Settings, names: Sequence[str]) -> list[SourceSettings]:
    known = {source.name or source.spider: source for source in settings.sources}
    if not known:
        raise ConfigurationError("tapecheck.toml: no sources; add one under [[sources]], or start with `tapecheck init`")
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ConfigurationError(f"{unknown[0]}: no such source; configured are {', '.join(known)}")
    return [known[name] for name in names] or [source for source in known.values() if source.enabled]
