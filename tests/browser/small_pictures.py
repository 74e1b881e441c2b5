"""Three small pictures with handles, for the notebooks that the browser tests make."""

import numpy as np

from lossviz.explorable import Choice, Handle, Picture, Player, Preset, Slider
from lossviz.explorable.widgets import Explorer


class Plane(Picture):
    """A point of the plane; where x + y is above 1.5 there is nothing to see."""

    size = (7.2, 3.6)
    narrow_size = (3.6, 3.6)
    parameters = (
        Slider("x", "right", -1.0, 1.0, 0.05, default=0.0, symbol="x"),
        Slider("y", "up", -1.0, 1.0, 0.05, default=0.0, symbol="y"),
    )

    def build(self, figure):
        self._axes = figure.subplots()
        self._axes.set(xlim=(-1.2, 1.2), ylim=(-1.2, 1.2), xlabel="right", ylabel="up")
        self._point = self.line(self._axes, "o")

    @staticmethod
    def compute(x, y):
        if x + y > 1.5:
            raise ValueError("x and y add up to more than 1.5; take one of them back.")
        return x, y

    def place(self, point):
        self._point.set_data([point[0]], [point[1]])

    def describe(self, point):
        return "The point is at {:.2f}, {:.2f}.".format(*point)

    @property
    def handles(self):
        return (
            Handle(
                "the point",
                ("x", "y"),
                self._axes,
                at=lambda point: point,
                grab=lambda point, x, y: {"x": x, "y": y},
            ),
        )


class Triangle(Picture):
    """A mixture of three corners by two weights, which is no linear thing in the second."""

    size = (7.2, 3.6)
    narrow_size = (3.6, 3.6)
    parameters = (
        Slider("top", "top's share", 0.02, 0.98, 0.02, default=0.3),
        Slider("left", "left's share of the rest", 0.02, 0.98, 0.02, default=0.5),
    )

    def build(self, figure):
        self._axes = figure.subplots()
        self._axes.set(xlim=(-0.1, 1.1), ylim=(-0.1, 1.1), xlabel="right", ylabel="top")
        self._axes.plot([0, 1, 0.5, 0], [0, 0, 1, 0])
        self._point = self.line(self._axes, "o")

    @staticmethod
    def compute(top, left):
        return 0.5 * top + (1 - left) * (1 - top), top, left

    def place(self, result):
        self._point.set_data([result[0]], [result[1]])

    def describe(self, result):
        _, top, left = result
        return f"Top has {top:.0%}, left has {left * (1 - top):.0%}."

    @property
    def handles(self):
        return (
            Handle(
                "the mixture",
                ("top", "left"),
                self._axes,
                at=lambda result: result[:2],
                grab=lambda result, x, y: {
                    "top": y,
                    "left": 1 - (x - 0.5 * y) / max(1 - y, 0.01),
                },
            ),
        )


class Wave(Picture):
    """A point on a curve, a film, a choice of two words, and presets."""

    size = (7.2, 3.6)
    narrow_size = (3.6, 3.6)
    parameters = (
        Player("shift", "shift", 0, 60, default=0, milliseconds=20),
        Slider("t", "time", -6.0, 6.0, 0.1, default=0.0, symbol="t", unit="s"),
        Choice("form", "form", ("sine & more", "cosine"), default="sine & more"),
    )
    presets = (Preset("Far right", t=5.0), Preset("The other one", t=-5.0, form="cosine"))

    def build(self, figure):
        self._axes = figure.subplots()
        self._axes.set(xlim=(-6.5, 6.5), ylim=(-1.2, 1.2), xlabel="time, in s", ylabel="height")
        self._curve = self.line(self._axes)
        self._point = self.line(self._axes, "o")
        self._name = self.moving(self._axes.text(-6, 1.05, ""))

    @staticmethod
    def compute(shift, t, form):
        function = np.cos if form == "cosine" else np.sin
        times = np.linspace(-6, 6, 121)
        return function(times - shift / 10), float(t), float(function(t - shift / 10)), form

    def place(self, result):
        heights, t, height, form = result
        self._curve.set_data(np.linspace(-6, 6, 121), heights)
        self._point.set_data([t], [height])
        self._name.set_text(form)

    def describe(self, result):
        _, t, height, form = result
        return f"The {form} is {height:.2f} after {t:.1f} s."

    @property
    def handles(self):
        return (
            Handle(
                "the point on the curve",
                ("t",),
                self._axes,
                at=lambda result: result[1:3],
                grab=lambda result, x, y: {"t": x},
            ),
        )


def plane():
    return Explorer(Plane())


def triangle():
    return Explorer(Triangle())


def wave():
    return Explorer(Wave())
