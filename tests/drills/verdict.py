"""What a drill found: facts, each with the mark that it has to reach."""

from dataclasses import dataclass, field


@dataclass
class Verdict:
    """The line of one drill: `ID  expected  measured  PASS|FAIL`."""

    id: str
    expected: str
    facts: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def note(self, fact: str) -> None:
        """Add a figure that is told and not judged."""
        self.facts.append(fact)

    def check(self, is_good: bool, fact: str) -> None:
        """Add a figure, and whether it is as it has to be; a bad one is marked with `!`."""
        self.facts.append(fact if is_good else f"!{fact}")
        if not is_good:
            self.failed.append(fact)

    @property
    def passed(self) -> bool:
        return bool(self.facts) and not self.failed

    def line(self) -> str:
        word = "PASS" if self.passed else "FAIL"
        return f"{self.id:<3} {self.expected}   {', '.join(self.facts)}   {word}"


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of all values do not exceed; 0 without any."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
