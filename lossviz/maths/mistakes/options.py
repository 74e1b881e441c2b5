"""An option that a function does not have, and code for the call without it."""

from __future__ import annotations

from typing import Any, NamedTuple

# What a function computes with; everything else is an option.
ARGUMENTS = (
    *("target", "prediction", "weights", "z", "p", "q"),
    *("similarity", "scores", "reference", "policy", "distances"),
)


class Option(NamedTuple):
    """An option that a function does not have."""

    function: str
    name: str
    value: Any
    parameters: tuple[str, ...]
    others: dict[str, Any]  # the options beside it

    @property
    def shown(self) -> str:
        """The value as code."""
        return _shown(self.name, self.value)

    @property
    def call(self) -> str:
        """Code that calls the function without this option."""
        return f"{self.function}({self._arguments()}{self.known()})"

    @property
    def each(self) -> str:
        """Code for the loss of each sample."""
        return f"{self.function}({self._arguments()}{self.known('reduction')}, reduction='none')"

    @property
    def rest(self) -> str:
        """Code for the other options."""
        return self.known()

    def known(self, *but: str) -> str:
        """Code for the other options, where they are ours."""
        ours = {n: v for n, v in self.others.items() if n in self.parameters and n not in but}
        return "".join(f", {n}={_shown(n, v)}" for n, v in ours.items() if n not in ARGUMENTS)

    def reduced(self, each: str) -> str:
        """Code that reduces the losses of all samples as the call had asked."""
        reduction = self.others.get("reduction", "mean")
        return f"`numpy.{reduction}({each})`" if reduction in ("mean", "sum") else f"`{each}`"

    def _arguments(self) -> str:
        return ", ".join(name for name in self.parameters if name in ARGUMENTS)


def _shown(name: str, value: Any) -> str:
    """A value as code: itself, or the name of what holds it."""
    plain = value is None or isinstance(value, (bool, int, float, str))
    return repr(value) if plain else name
