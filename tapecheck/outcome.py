"""What a run of a stage came to: its counts and its faults."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """The result of one run of one stage. `counts` are shown in their order; `faults` are sentences, each a thing left undone.

    `beat()` says that the run is alive.
    """

    stage: str
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    beat: Callable[[], None] = lambda: None

    @property
    def sentence(self) -> str:
        """The run in one line, faults after it."""
        counted = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.counts.items()) or "nothing to do"
        return "\n  ".join([f"{self.stage}: {counted}", *(f"fault: {fault}" for fault in self.faults)])

    def add(self, **counts: int) -> None:
        """Add to the counts."""
        for name, count in counts.items():
            self.counts[name] = self.counts.get(name, 0) + count
