"""Settings: a file, the environment over it, and one clear sentence for what cannot be read."""

import tomllib
from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from domain.settings import Settings, SourceSettings, load
from tapecheck.configuration import written


def test_defaults_without_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load(environ={}) == Settings()


def test_environment_overrides_the_file(tmp_path):
    file = tmp_path / "a.toml"
    file.write_text('[ledger]\nurl = "sqlite:///a.sqlite"\n', encoding="utf-8")
    assert load(file, environ={"TAPECHECK_LEDGER__URL": "sqlite:///b.sqlite"}).ledger.url == "sqlite:///b.sqlite"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[ledger\n", "not readable as TOML"),
        ("[ledger]\nurll = 'x'\n", "ledger.urll"),
        ("[schedule]\ndigest_hour = 24\n", "schedule.digest_hour"),
        ("[[sources]]\nname = 'a'\n", "sources.0.spider"),
    ],
)
def test_a_broken_file_is_named_with_its_place(tmp_path, text, words):
    file = tmp_path / "broken.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=words) as caught:
        load(file, environ={})
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_named_file_that_is_absent_is_an_error(tmp_path):
    with pytest.raises(ConfigurationError, match="no such settings file"):
        load(tmp_path / "absent.toml", environ={})


def test_the_written_example_reads_back_as_what_was_chosen(tmp_path):
    source = SourceSettings(spider="hackernews", query='"NVDA" OR earnings', terms="https://example.org/terms")
    text = written(
        ledger="sqlite:///x.sqlite", sources=[source], folders=[Path("prices")], contact="me@example.org", providers=["sec", "ecb"]
    )
    file = tmp_path / "tapecheck.toml"
    file.write_text(text, encoding="utf-8")
    settings = load(file, environ={})
    assert settings.sources == [source]
    assert settings.ledger.url == "sqlite:///x.sqlite"
    assert settings.market.folders == [Path("prices")]
    assert list(settings.market.providers) == ["sec", "ecb"]
    assert settings.crawl.contact == "me@example.org"


def test_the_written_example_explains_every_setting_with_its_default():
    text = written(ledger="sqlite:///x.sqlite", sources=[], folders=[], contact=None)
    kept = [line for line in text.splitlines() if line.startswith("[") or " = " in line]
    uncommented = "\n".join(line.removeprefix("# ") if " = " in line else line for line in kept)
    defaults = {key: value for key, value in Settings().model_dump(mode="json").items() if key != "sources"}
    found = tomllib.loads(uncommented)
    for section, values in defaults.items():
        for key in values:
            assert key in found[section], f"{section}.{key} is not in the example"


def test_the_environment_reaches_into_a_providers_table(tmp_path):
    file = tmp_path / "tapecheck.toml"
    file.write_text("[market.providers.tiingo]\nper_day = 50\n", encoding="utf-8")
    settings = load(file, environ={"TAPECHECK_MARKET__PROVIDERS__TIINGO__KEY": "test-key"})
    assert (settings.market.providers["tiingo"].key, settings.market.providers["tiingo"].per_day) == ("test-key", 50)
