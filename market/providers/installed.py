"""The providers that are installed here, ours and other people's, by the entry points of the group `tapecheck.market_providers`."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points

from domain.errors import ConfigurationError
from domain.settings import ProviderSettings
from market.providers.provider import MarketProvider, Surroundings

GROUP = "tapecheck.market_providers"


@cache
def installed() -> dict[str, type[MarketProvider]]:
    """The provider classes by name; ConfigurationError for an entry point that names none."""
    found: dict[str, type[MarketProvider]] = {}
    for point in entry_points(group=GROUP):
        try:
            made = point.load()
        except (ImportError, AttributeError) as error:
            raise ConfigurationError(f"the market provider {point.name} ({point.value}) cannot be loaded: {error}") from None
        if getattr(made, "name", None) != point.name:
            raise ConfigurationError(f"the market provider {point.name} ({point.value}) calls itself {getattr(made, 'name', None)!r}")
        found[point.name] = made
    return found


def configured(settings: Mapping[str, ProviderSettings], surroundings: Surroundings) -> list[MarketProvider]:
    """The enabled providers in the order of the settings; ConfigurationError for an unknown one, or one that lacks what it needs."""
    made = []
    for name, own in settings.items():
        if own.enabled:
            if name not in installed():
                raise ConfigurationError(f"market.providers.{name}: no such provider; known are {', '.join(sorted(installed()))}")
            made.append(installed()[name].made(own, surroundings))
    return made


def passable() -> frozenset[str]:
    """The names of the providers whose terms let anyone pass their values on."""
    return frozenset(name for name, made in installed().items() if made.may_be_passed_on)
