"""Every setting, its default and its help in one place; read from `tapecheck.toml`, overridden by the environment.

The environment speaks as `TAPECHECK_SECTION__KEY=value` (`TAPECHECK_LEDGER__URL=postgresql+psycopg://…`), and deeper where
tables lie in tables (`TAPECHECK_MARKET__PROVIDERS__TIINGO__KEY=…`).
"""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.errors import ConfigurationError

CONFIG_NAME = "tapecheck.toml"


class Section(BaseModel):
    """A section of the settings; an unknown key is a mistake and is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LedgerSettings(Section):
    url: str = Field(
        "sqlite:///tapecheck.sqlite", description="SQLAlchemy address of the ledger: SQLite file or postgresql+psycopg://user@host/name"
    )


class SourceSettings(Section):
    spider: str = Field(description="The spider that collects it: tiger, feed, hackernews")
    name: str | None = Field(None, description="What to call the source in the ledger; the spider's name if absent")
    urls: list[str] = Field(default_factory=list, description="Start pages or feeds")
    query: str | None = Field(None, description="What to search for, where the site has a search")
    terms: str | None = Field(None, description="The page with the site's terms")
    enabled: bool = Field(True, description="Whether scheduled crawls include it")


class CrawlSettings(Section):
    contact: str | None = Field(None, description="Mail or web address for the User-Agent, so that a site can reach you")
    delay: float = Field(2.0, description="Seconds between two requests to one host, at least")
    timezone: str = Field("Asia/Shanghai", description="Zone of times that Tiger pages show without one")


class ReaderSettings(Section):
    model: str = Field("packaged:all-MiniLM-L6-v2", description="The sentence-transformers model: the packaged one, a folder, or a name")
    batch_size: int = Field(256, ge=1, description="Posts read together")


class InstrumentSettings(Section):
    sec_url: str = Field(
        "https://www.sec.gov",
        description="Where `tapecheck instruments update` finds the SEC's list of tickers (/files/company_tickers_exchange.json)",
    )


class ProviderSettings(Section):
    enabled: bool = Field(True, description="Whether it is asked")
    base_url: str | None = Field(None, description="Where it is reached, if not at its own address; for `folder`, the folder")
    key: str | None = Field(None, description="Its key, where it needs one; better in TAPECHECK_MARKET__PROVIDERS__NAME__KEY")
    per_minute: int | None = Field(None, ge=1, description="Requests a minute at most; the provider's own default if absent")
    per_day: int | None = Field(None, ge=1, description="Requests a day (UTC) at most; the provider's own default if absent")


class MarketSettings(Section):
    folders: list[Path] = Field(default_factory=list, description="Market folders that `tapecheck check` reads before it judges")
    providers: dict[str, ProviderSettings] = Field(
        default_factory=dict,
        description="Where market data is fetched, a table each, such as [market.providers.ecb] (docs/providers.md), best first",
    )
    floors: dict[str, float] = Field(
        default_factory=dict, description="Changed floors by metric, in percent or in the metric's unit (docs/verdicts.md)"
    )


class PrivacySettings(Section):
    on_delete: Literal["redact", "keep"] = Field("redact", description="What happens to the text of a post deleted at its source")
    publish_unreviewed: bool = Field(False, description="Whether contradicted verdicts may leave the machine before a person has seen them")
    public_figures: list[str] = Field(default_factory=list, description="Authors (source:name) who may be named off this machine")
    pseudonym_key: str = Field(
        "tapecheck", description="What pseudonyms are made with; set a secret of your own before anything is published"
    )


class MailSettings(Section):
    host: str | None = Field(None, description="SMTP server; without one, digests are written to `folder`")
    port: int = Field(25, description="SMTP port")
    user: str | None = Field(None, description="SMTP user")
    password: str | None = Field(None, description="SMTP password; better in TAPECHECK_MAIL__PASSWORD")
    starttls: bool = Field(False, description="Encrypt the SMTP connection")
    sender: str = Field("tapecheck@localhost", description="From address")
    folder: Path = Field(Path("digests"), description="Where digests are written")


class ScheduleSettings(Section):
    crawl_minutes: int = Field(60, ge=1, description="Minutes between crawls")
    extract_minutes: int = Field(15, ge=1, description="Minutes between readings")
    check_minutes: int = Field(180, ge=1, description="Minutes between checks")
    digest_hour: int = Field(7, ge=0, le=23, description="Hour (UTC) of the daily digest")
    lease_minutes: int = Field(30, ge=1, description="How long a job's lease lasts without a heartbeat")


class WebSettings(Section):
    host: str = Field("127.0.0.1", description="Address to serve on; off loopback, authors are pseudonyms")
    port: int = Field(8377, description="Port to serve on")
    public_url: str | None = Field(None, description="Where readers of a digest find the page, such as https://tapecheck.example.org")


class Settings(Section):
    """All settings. `tapecheck.toml` holds a table a section; `[[sources]]` is a list."""

    ledger: LedgerSettings = Field(default_factory=LedgerSettings)
    sources: list[SourceSettings] = Field(default_factory=list)
    crawl: CrawlSettings = Field(default_factory=CrawlSettings)
    reader: ReaderSettings = Field(default_factory=ReaderSettings)
    instruments: InstrumentSettings = Field(default_factory=InstrumentSettings)
    market: MarketSettings = Field(default_factory=MarketSettings)
    privacy: PrivacySettings = Field(default_factory=PrivacySettings)
    mail: MailSettings = Field(default_factory=MailSettings)
    schedule: ScheduleSettings = Field(default_factory=ScheduleSettings)
    web: WebSettings = Field(default_factory=WebSettings)


def load(path: Path | None = None, *, environ: dict[str, str] | None = None) -> Settings:
    """The settings of a file (default: `tapecheck.toml` here, defaults where it is absent), then of the environment.

    Relative ledger and folder paths stay relative to the working directory. Raises ConfigurationError with the file
    and the key for anything unreadable, and for a named file that is absent.
    """
    environ = dict(os.environ) if environ is None else environ
    named = path or (Path(environ["TAPECHECK_CONFIG"]) if "TAPECHECK_CONFIG" in environ else None)
    file = named or Path(CONFIG_NAME)
    if named is not None and not named.exists():
        raise ConfigurationError(f"{named}: no such settings file; write one with `tapecheck init`")
    tables = _read(file) if file.exists() else {}
    for keys, value in _overrides(environ):
        _set(tables, keys, value)
    try:
        return Settings.model_validate(tables)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{file}: {where}: {first['msg'].lower()}; `tapecheck init` writes a commented example") from None


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{file}: not readable as TOML ({error}); mend the line or write a new file with `tapecheck init`"
        ) from None


def _overrides(environ: dict[str, str]) -> list[tuple[list[str], str]]:
    found = []
    for name, value in environ.items():
        keys = [key.lower() for key in name.removeprefix("TAPECHECK_").split("__")]
        if name.startswith("TAPECHECK_") and len(keys) > 1 and all(keys):
            found.append((keys, value))
    return found


def _set(tables: dict[str, Any], keys: list[str], value: str) -> None:
    """Set a key of a table in a table; what is no table on the way is left for validation to name."""
    for key in keys[:-1]:
        inner = tables.setdefault(key, {})
        if not isinstance(inner, dict):
            return
        tables = inner
    tables[keys[-1]] = value
