"""What a run of a stage came to: its counts and its faults."""

from collections.abc import Callable
from dataclasses import dataclass, field

#: How many rows that were left out a run names one by one.
NAMED = 20


@dataclass
class Outcome:
    """The result of one run of one stage. `counts` are shown in their order; `faults` are sentences, each a thing left undone.

    `beat()` says that the run is alive.
    """

    stage: str
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    beat: Callable[[], None] = lambda: None
    rows_left_out: int = 0

    @property
    def sentence(self) -> str:
        """The run in one line, faults after it."""
        counted = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.counts.items()) or "nothing to do"
        return "\n  ".join([f"{self.stage}: {counted}", *(f"fault: {fault}" for fault in self.faults)])

    def row_fault(self, fault: Exception) -> None:
        """Note a row that was left out: the first ones by their words, the others by their number."""
        self.rows_left_out += 1
        if self.rows_left_out <= NAMED:
            self.faults.append(str(fault))
        else:
            more = f"{self.rows_left_out - NAMED} more rows were left out"
            self.faults[:] = [one for one in self.faults if not one.endswith(" more rows were left out")] + [more]

    def add(self, **counts: int) -> None:
        """Add to the counts."""
        for name, count in counts.items():
            self.counts[name] = self.counts.get(name, 0) + count
