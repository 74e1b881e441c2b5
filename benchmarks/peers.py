"""The same four-panel picture in the ways that other notebooks draw it, to compare with ours.

Each function is used as the first cell of a notebook; each shows one slider called w.
"""

import base64
import html

import ipywidgets
import numpy as np
from IPython.display import display
from matplotlib import pyplot

from lossviz import sigmoid, sigmoid_derivative, train_neuron
from lossviz.chapters.ch03_sigmoid_saturation.neuron_experiment import NeuronExperiment
from lossviz.explorers import neuron_experiment

LOSSES = {"quadratic cost": "quadratic_cost", "cross-entropy": "sigmoid_cross_entropy"}


def curves(w: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """All lines that move, in the order of `four_panels`."""
    lines = []
    step = np.arange(301)
    for loss in LOSSES.values():
        run = train_neuron(w, 0.9, loss=loss, learning_rate=0.15, steps=300)
        lines += [
            (run.z[-1:], run.output[-1:]),
            (step, run.output),
            (step, run.cost / run.cost[0]),
            (step, np.abs(run.gradient)),
        ]
    z = w + 0.9
    reach = np.array([-1.6, 1.6])
    return [*lines, (z + reach, sigmoid(z) + sigmoid_derivative(z) * reach)]


def four_panels(w: float) -> tuple:
    """A figure of pyplot with the lines of `curves`."""
    figure, axes = pyplot.subplots(2, 2, figsize=(10, 5.6), layout="tight")
    panels = [*axes.flat, *axes.flat, axes[0, 0]]
    z = np.linspace(-8, 8, 161)
    axes[0, 0].plot(z, sigmoid(z))
    artists = []
    for panel, (x, y) in zip(panels, curves(w), strict=True):
        style = "o" if len(x) == 1 else "-"
        artists.append(panel.plot(x, y, style)[0])
    axes[0, 0].set(xlim=(-8, 8), ylim=(-0.1, 1.1), xlabel="z", title="sigmoid")
    for panel, title in zip(axes.flat[1:], ["output", "cost", "gradient"], strict=True):
        panel.set(xlim=(0, 600), title=title, xlabel="steps")
    axes[0, 1].set_ylim(-0.05, 1.05)
    axes[1, 0].set_ylim(-0.05, 1.05)
    axes[1, 1].set(yscale="log", ylim=(1e-4, 2))
    return figure, artists


def ours() -> None:
    """The explorer of chapter 3."""
    display(neuron_experiment())


def ours_first_visit() -> None:
    """The same explorer, and nothing is drawn before it is asked for."""
    explorer = neuron_experiment()
    explorer._source._warm = lambda _heard: None
    display(explorer)


def first_edition() -> None:
    """The first edition's way: the kernel draws each move, and the page keeps none.

    Its picture is the explorer's of today, whose drawing is smaller than it was then.
    """
    picture = NeuronExperiment()
    w = picture.parameters[0]
    width, height = (72 * side for side in picture.size)

    def svg(layer: str, attributes: str) -> str:
        box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        return f"<svg {box} {attributes}>{layer}</svg>"

    paper = base64.b64encode(svg(picture.static_layer(), "").encode()).decode("ascii")
    overlaid = {"grid_area": "1 / 1 / 2 / 2", "width": "100%", "margin": "0"}
    still = ipywidgets.HTML(
        f'<img alt="" src="data:image/svg+xml;base64,{paper}" style="display:block;width:100%">',
        layout=overlaid,
    )
    live = ipywidgets.HTML(layout=overlaid)

    def show() -> None:
        sentence = html.escape(picture.sentence)
        moving = svg(picture.moving_layer(), f'role="img" aria-label="{sentence}"')
        live.value = f'{moving}<p role="status" aria-live="polite">{sentence}</p>'

    def move(change: dict) -> None:
        picture.update(w=change["new"])
        show()

    options = [(w.text(place), place) for place in w.places]
    slider = ipywidgets.SelectionSlider(options=options, value=w.default, description="w")
    slider.observe(move, "value")
    show()
    layers = ipywidgets.GridBox([still, live], layout={"grid_template_columns": "100%"})
    display(ipywidgets.VBox([slider, layers], layout={"max_width": "1100px"}))


def interact_inline() -> None:
    """What most tutorials do: ``interact`` draws a new inline figure on every move."""

    def show(w: float) -> None:
        four_panels(w)
        pyplot.show()

    ipywidgets.interact(show, w=_slider())


def ipympl_in_place() -> None:
    """An ipympl canvas on which the lines get new data and everything is drawn again."""
    with pyplot.ioff():
        figure, artists = four_panels(0.6)

    def move(change: dict) -> None:
        for artist, (x, y) in zip(artists, curves(change["new"]), strict=True):
            artist.set_data(x, y)
        figure.canvas.draw_idle()

    slider = _slider()
    slider.observe(move, "value")
    display(ipywidgets.VBox([slider, figure.canvas]))


def plotly_widget() -> None:
    """A plotly figure, drawn in the browser, whose lines get new data."""
    from plotly.graph_objects import FigureWidget, Scatter
    from plotly.subplots import make_subplots

    titles = ["sigmoid", "output", "cost", "gradient"]
    figure = FigureWidget(make_subplots(rows=2, cols=2, subplot_titles=titles))
    figure.layout.update(height=540, showlegend=False)
    places = [(1, 1), (1, 2), (2, 1), (2, 2)]
    for (x, y), (row, column) in zip(curves(0.6), [*places, *places, places[0]], strict=True):
        mode = "markers" if len(x) == 1 else "lines"
        figure.add_trace(Scatter(x=x, y=y, mode=mode), row=row, col=column)
    figure.update_xaxes(range=[0, 600])
    figure.update_xaxes(range=[-8, 8], row=1, col=1)
    figure.update_yaxes(range=[-0.1, 1.1])
    figure.update_yaxes(type="log", range=[-4, 0.3], row=2, col=2)

    def move(change: dict) -> None:
        with figure.batch_update():
            for trace, (x, y) in zip(figure.data, curves(change["new"]), strict=True):
                trace.update(x=x, y=y)

    slider = _slider()
    slider.observe(move, "value")
    display(ipywidgets.VBox([slider, figure]))


def ipympl_blitted() -> None:
    """An ipympl canvas on which only the moving artists are drawn again."""
    with pyplot.ioff():
        figure, artists = four_panels(0.6)
    for artist in artists:
        artist.set_animated(True)
    canvas = figure.canvas
    background = None

    def remember(_event: object) -> None:
        nonlocal background
        background = canvas.copy_from_bbox(figure.bbox)
        draw()

    def draw() -> None:
        for artist in artists:
            artist.axes.draw_artist(artist)

    def move(change: dict) -> None:
        for artist, (x, y) in zip(artists, curves(change["new"]), strict=True):
            artist.set_data(x, y)
        canvas.restore_region(background)
        draw()
        canvas.blit(figure.bbox)

    canvas.mpl_connect("draw_event", remember)
    slider = _slider()
    slider.observe(move, "value")
    display(ipywidgets.VBox([slider, canvas]))
    canvas.draw()


def _slider() -> ipywidgets.FloatSlider:
    return ipywidgets.FloatSlider(value=0.6, min=-2, max=4, step=0.1, description="w")
