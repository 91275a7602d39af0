"""The commented `tapecheck.toml` that `tapecheck init` writes."""

import json
from collections.abc import Sequence
from pathlib import Path

from domain.settings import Section, Settings, SourceSettings


def written(
    *, ledger: str, sources: Sequence[SourceSettings], folders: Sequence[Path], contact: str | None, providers: Sequence[str] = ()
) -> str:
    """A settings file as text: every setting with its help, the chosen ones set, the others at their default, commented out."""
    chosen: dict[tuple[str, str], object] = {
        ("ledger", "url"): ledger,
        ("crawl", "contact"): contact or None,
        ("market", "folders"): [str(path) for path in folders] or None,
    }
    lines = ["# tapecheck's settings. A line behind # shows a default. The environment overrides: TAPECHECK_LEDGER__URL=…", ""]
    for source in sources:
        lines += ["[[sources]]", *_source_lines(source), ""]
    for name, field in Settings.model_fields.items():
        if name != "sources" and isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            lines += [f"[{name}]", *_section_lines(name, field.annotation, chosen), ""]
        if name == "market":
            lines += [line for provider in providers for line in (f"[market.providers.{provider}]", "")]
    return "\n".join(lines)


def _section_lines(name: str, section: type[Section], chosen: dict[tuple[str, str], object]) -> list[str]:
    lines = []
    for key, field in section.model_fields.items():
        value = chosen.get((name, key))
        default = field.get_default(call_default_factory=True)
        lines.append(f"# {field.description}")
        lines.append(f"{key} = {_toml(value)}" if value is not None else f"# {key} = {_toml(default)}")
    return lines


def _source_lines(source: SourceSettings) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in source.model_dump(exclude_defaults=True).items() if value is not None]


def _toml(value: object) -> str:
    if value is None:
        return '""'
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
