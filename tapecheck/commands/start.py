"""`tapecheck init`: from nothing to settings and a ledger."""

from pathlib import Path
from typing import Annotated

import typer

from domain.errors import ConfigurationError
from domain.settings import CONFIG_NAME, SourceSettings
from tapecheck.catalogue import PLACES, Place
from tapecheck.configuration import written


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command()(init)


def init(
    source: Annotated[list[str] | None, typer.Option(help="A keyless source: " + ", ".join(place.key for place in PLACES))] = None,
    query: Annotated[str | None, typer.Option(help="What Hacker News is searched for")] = None,
    feed: Annotated[list[str] | None, typer.Option(help="Address of an RSS or Atom feed")] = None,
    page: Annotated[list[str] | None, typer.Option(help="Address of a Tiger theme, author or post page")] = None,
    ledger: Annotated[str, typer.Option(help="SQLAlchemy address of the ledger")] = "sqlite:///tapecheck.sqlite",
    market: Annotated[list[Path] | None, typer.Option(help="A market folder with prices")] = None,
    provider: Annotated[list[str] | None, typer.Option(help="Where market data is fetched (docs/providers.md): ecb, sec, …")] = None,
    contact: Annotated[str | None, typer.Option(help="Your mail or web address, shown to the sites you crawl")] = None,
    directory: Annotated[Path, typer.Option("--dir", help="Where to write")] = Path(),
) -> None:
    """Write a commented tapecheck.toml and create the ledger; asks for what it is not told."""
    from db.upgrade import upgrade

    file = directory / CONFIG_NAME
    if file.exists():
        raise ConfigurationError(f"{file}: exists already; edit it, or remove it to start again")
    chosen = sources_from(source or asked_sources(), query=query, feeds=feed or [], pages=page or [])
    asked = list(dict.fromkeys(provider or []))
    check_providers(asked)
    directory.mkdir(parents=True, exist_ok=True)
    text = written(ledger=ledger, sources=chosen, folders=market or [], contact=contact, providers=asked)
    file.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {file} with {len(chosen)} source(s)")
    upgrade(ledger)
    typer.echo(f"created the ledger {ledger}")
    prices = "fetch" if asked else "import FOLDER"
    typer.echo(f"next: tapecheck crawl, tapecheck extract, tapecheck market {prices}, tapecheck check, tapecheck claims")


def check_providers(names: list[str]) -> None:
    """ConfigurationError for a market provider that is not installed."""
    from market.providers.installed import installed

    for name in names:
        if name not in installed():
            raise ConfigurationError(f"--provider {name}: no such market provider; known are {', '.join(sorted(installed()))}")


def asked_sources() -> list[str]:
    """The sources that the person at the terminal picks."""
    for place in PLACES:
        typer.echo(f"  {place.key:12} {place.about}\n  {'':12} terms: {place.terms}")
    answer = typer.prompt("Sources, separated by commas", default=PLACES[0].key)
    return [word.strip() for word in answer.split(",") if word.strip()]


def sources_from(keys: list[str], *, query: str | None, feeds: list[str], pages: list[str]) -> list[SourceSettings]:
    """The settings of the named places. ConfigurationError for an unknown name or one that lacks its address."""
    places = {place.key: place for place in PLACES}
    wanted = list(dict.fromkeys(keys + (["feed"] if feeds else []) + (["tiger"] if pages else [])))
    unknown = [key for key in wanted if key not in places]
    if unknown:
        raise ConfigurationError(f"--source {unknown[0]}: no such source; known are {', '.join(places)}")
    return [_settings(places[key], query=query, urls={"feed": feeds, "tiger": pages}.get(key, [])) for key in wanted]


def _settings(place: Place, *, query: str | None, urls: list[str]) -> SourceSettings:
    if place.key != "hackernews" and not urls:
        option = {"feed": "--feed", "tiger": "--page"}[place.key]
        raise ConfigurationError(f"--source {place.key}: needs an address; add {option} https://…")
    search = (query or place.query) if place.key == "hackernews" else None
    return SourceSettings(spider=place.spider, name=place.key, urls=urls, query=search, terms=place.terms)
