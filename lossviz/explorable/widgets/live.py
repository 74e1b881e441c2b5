"""An explorer in which something trains while you watch, and while you change its settings."""

from __future__ import annotations

from typing import Any, TypeVar

from lossviz.explorable.live_source import LiveSource
from lossviz.explorable.picture import LivePicture
from lossviz.explorable.widgets.explorer import Explorer

L = TypeVar("L", bound=LivePicture[Any])


class LiveExplorer(Explorer[L]):
    """An explorer with buttons to start and pause a training.

    What a control changes holds from the next step on. While it trains, cells run and controls are
    heard.

    Parameters
    ----------
    picture : as for `Explorer`; a preset begins anew
    """

    _source: LiveSource

    @property
    def running(self) -> bool:
        """Whether it trains by itself."""
        return self._source.running

    def start(self) -> None:
        """Train until `pause`, at most as many steps as the picture can show.

        Raises RuntimeError where no event loop is running, as in a plain script.
        """
        self._source.start()

    def pause(self) -> None:
        """Stop at once. `start` goes on from there."""
        self._source.pause()

    def step(self, n: int = 1) -> None:
        """Make ``n`` steps and show where they lead.

        Raises TypeError or ValueError if ``n`` is no such number, and FloatingPointError, after
        showing the last good step, if the weights run away.
        """
        self._source.step(n)

    def restart(self) -> None:
        """Begin anew with the settings as they are; the run so far stays as pale lines."""
        self._source.restart()

    def press(self, preset: str) -> None:
        """Begin anew with a preset, by the label of its button.

        Raises ValueError if there is none of that name.
        """
        self._source.press(preset)

    def reset(self) -> None:
        """Stop, and go back to the first state."""
        self._source.reset()

    def _make_source(self) -> LiveSource:
        return LiveSource(self.picture, self.widget.send)
