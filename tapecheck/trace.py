"""A trace of a number as people read it: who said what of it, and in which file a misreading is mended."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from tapecheck.tables import claimed, written_number

if TYPE_CHECKING:
    from rich.text import Text

    from nlp.components.numbers import Number
    from nlp.trace import Candidate, Reason, Spotted, Trace

FAR = ("in the same sentence", "from an earlier sentence", "from the thread", "nowhere named")
WRITTEN = {"digits": "amounts.py", "words": "spelled.py", "Chinese numerals": "chinese_numbers.py"}


def write_traces(traces: Sequence["Trace"], *, out: TextIO) -> None:
    """Write each trace: what the number became, then a line for each component with the file to mend it in."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=out, width=None if out.isatty() else 140, highlight=False)
    for trace in traces:
        console.print(_title(trace))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for width in (11, None, 32):
            table.add_column(width=width, overflow="fold")
        for part, said, where in _parts(trace):
            table.add_row(part, said, where)
        console.print(table)
        console.print()


def _title(trace: "Trace") -> "Text":
    from rich.text import Text

    title = Text.assemble(("“" + trace.words + "”", "bold"), f" (characters {trace.start} to {trace.end}): {trace.came_of}; {trace.why}")
    if trace.claim is not None:
        title.append("\n" + outcome(trace), style="bold")
    if trace.sentence:
        title.append("\n… " + " ".join(trace.sentence.split()) + " …", style="dim")
    return title


def outcome(trace: "Trace") -> str:
    """The claim in one line, with whose words it is where they are not the author's."""
    claim = trace.claim
    if claim is None:
        return "no claim"
    said = claimed({"low": claim.low, "high": claim.high, "unit": claim.unit, "relation": claim.relation})
    more = [f"words of a {claim.attributed_to}"] if claim.attributed_to else []
    more += [f"supersedes {claim.supersedes}"] if claim.supersedes else []
    parts = (claim.subject or claim.about, claim.metric, said, f"({', '.join([str(claim.kind), claim.when, *more])})")
    return " ".join(part for part in parts if part) + f", confidence {claim.confidence:.2f}"


def _parts(trace: "Trace") -> Iterator[tuple[str, "Text", str]]:
    """(component, what it said, where it is mended) in the order in which they speak."""
    from rich.text import Text

    components = "nlp/components/"
    if trace.number is None:
        yield "number", Text("none"), components + "not_numbers.py"
        return
    number, rule = trace.number, trace.rule
    yield "number", Text(_number(number) + f"; read from {trace.written}"), components + WRITTEN.get(trace.written, "spelled.py")
    if rule is not None:
        whose = f"{rule.symbol}, {FAR[rule.far]}" if rule.symbol else FAR[3]
        said = f"{rule.metric} at cost {rule.cost} (lower is surer)" if rule.metric else "no metric"
        yield "rules", Text(f"{said}; {whose}"), components + "metrics.py, proposals.py"
    for name, candidates, where in (
        ("metric", trace.metrics, "claims_metric: `tapecheck train claims`"),
        ("subject", trace.subjects, "claims_subject: `tapecheck train claims`"),
        ("kind", trace.kinds, "claims_kind, kinds.py"),
    ):
        if candidates:
            yield name, _choice(candidates), where
    if trace.sign is not None:
        yield "sign", _candidate(trace.sign), "claims_sign"
    if trace.confidence:
        yield "confidence", Text(_weights(trace.confidence)), "claims_confidence"
    for at, spot in enumerate(trace.mentions):
        yield "" if at else "mentions", _spotted(spot), _mended(spot)


def _number(number: "Number") -> str:
    bounds = " to ".join(dict.fromkeys(written_number(bound) for bound in (number.low, number.high) if bound is not None))
    place = f"last place {written_number(number.step)}"
    return ", ".join([bounds, f"unit {number.unit or 'none'}", f"relation {number.relation}", *(["hedged"] * number.hedged), place])


def _choice(candidates: Sequence["Candidate"]) -> "Text":
    from rich.text import Text

    first, *others = candidates
    rest = " · ".join(f"{one.name or 'no instrument'} {one.chance:.1%}" for one in others)
    return Text("\n").join([_candidate(first), *([Text("then  " + rest)] if rest else [])])


def _candidate(one: "Candidate") -> "Text":
    from rich.text import Text

    said = Text(f"{one.name or 'no instrument'} {one.chance:.1%}", style="bold")
    if abs(one.ruled) >= 0.01:
        said.append(f" (learned {one.learned:g}, rules {one.ruled:+.2f})", style="default")
    for name, chosen in (("for", [r for r in one.reasons if r.weight > 0]), ("against", [r for r in one.reasons if r.weight < 0])):
        if chosen:
            said.append(f"\n{name}  {_weights(chosen)}", style="default")
    return said


def _weights(reasons: Iterable["Reason"]) -> str:
    return " · ".join(f"{reason.feature} {reason.weight:+.2f}" for reason in reasons)


def _spotted(spot: "Spotted") -> "Text":
    from rich.text import Text

    needed = f", needed {spot.bar:.0%}" if spot.bar is not None else ""
    words = f"“{spot.words}” {'means' if spot.meant else 'is not'} " if spot.words else ""
    said = Text(f"{words}{spot.symbol} ({spot.how}), {spot.chance:.0%} likely meant{needed}")
    if spot.reasons:
        said.append(f"\n{_weights(spot.reasons)}")
    return said


def _mended(spot: "Spotted") -> str:
    if spot.bar is not None:
        return "mentions_meant, domain/data/names.csv"
    return {"inherited": "mentions_inherits, inherit.py", "cashtag": "cashtags.py", "tag": "cashtags.py"}.get(
        spot.how, "names.py, instruments.py"
    )
