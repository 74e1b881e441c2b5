"""Load and abuse: random moves, twins side by side, cells in any order, many kernels at once.

`make endurance` does more of the same.
"""

import asyncio
import gc
import random
import re
from dataclasses import replace

import nbformat
import pytest
from matplotlib import pyplot

from benchmarks.endurance import printed, random_moves
from benchmarks.kernel import explorer_makers, positions
from tools import notebook_form, notebooks
from tools.page import Page

MOVES = 300
KERNELS = 4
any_explorer = pytest.mark.parametrize("make", explorer_makers(), ids=lambda make: make.__name__)


@any_explorer
def test_every_control_over_its_whole_range_and_random_moves(make):
    report = random_moves(make, MOVES)
    assert report.complaints == []
    assert report.idle == set()
    assert report.widgets == 0
    # What a move leaves behind is an object and what holds it: two blocks for each move. The count
    # itself wavers by up to 260 blocks, however many moves there are.
    assert report.blocks < 2 * MOVES
    assert pyplot.get_fignums() == []


def test_a_leak_and_an_idle_control_are_seen():
    kept = []

    def leaking():
        explorer = explorer_makers()[0]()
        fulfil = explorer._source.fulfil

        def forgetful(wish):
            kept.append([wish.key] * 9)
            idle = wish.kind == "ask" and wish.key.split(",")[0] != first
            fulfil(replace(wish, key=",".join([first, *wish.key.split(",")[1:]])) if idle else wish)

        first = explorer._source.key.split(",")[0]
        explorer._source.fulfil = forgetful
        return explorer

    report = random_moves(leaking, MOVES)
    assert report.blocks > 2 * MOVES
    assert report.idle


def test_memory_is_counted_without_asking_foreign_objects_for_their_class():
    # PyTorch has objects like this one, and tests that load it may run in the same process.
    class Touchy:
        def __getattribute__(self, name):
            asked.append(name)
            return super().__getattribute__(name)

    asked, touchy = [], Touchy()
    touchy.kept = []  # with something in it, the garbage collector tracks it
    asked.clear()
    random_moves(explorer_makers()[0], 2)
    assert gc.is_tracked(touchy)
    assert asked == []


def drawing(explorer):
    return explorer.picture.moving_layer()


@any_explorer
def test_two_of_a_kind_do_not_touch_each_other(make):
    chance, one, other = random.Random(1), make(), make()
    picture, sentence, values = drawing(other), other.sentence, other.values
    page = Page(one)
    for parameter in one.picture.parameters:
        page.move(**{parameter.name: chance.choice(positions(parameter))})
    for label in one.presets:
        one.press(label)
    assert (drawing(other), other.sentence, other.values) == (picture, sentence, values)
    other.set(**one.values)
    assert (drawing(other), other.sentence) == (drawing(one), one.sentence)
    one.close()
    other.reset()
    assert (drawing(other), other.sentence, other.values) == (picture, sentence, values)
    other.close()


async def one_after_another(notebook, cells, folder):
    """Let one kernel run a list of cells, of which None stands for a restart of the kernel."""
    client = notebooks.client_for(notebook, folder)
    async with client.async_setup_kernel():
        for index in cells:
            if index is None:
                await client.km.restart_kernel()
                await client.kc.wait_for_ready(timeout=60)
            else:
                await client.async_execute_cell(notebook.cells[index], index)


async def run_twice_then_restart_and_show_in_reverse_order(path):
    """Return what the cells of a notebook print in the end, and what they printed when stored."""
    stored = notebook_form.read(path)
    code = [i for i, cell in enumerate(stored.cells) if cell.cell_type == "code"]
    names = "|".join(make.__name__ for make in explorer_makers())
    shows = [i for i in code if re.search(rf"\b({names})\(", stored.cells[i].source)]
    first = r"(try:\s+)?(import|from) |\w+ = predict\("  # what explorers build upon
    firsts = [i for i in code if re.match(first, stored.cells[i].source)]
    again = nbformat.from_dict(stored)
    cells = [*code, *code, None, *firsts, *reversed(shows)]
    await one_after_another(again, cells, path.parent)
    # Each cell shows what it printed last: the explorers alone, all others in the second round.
    return printed(notebook_form.normalise(again)), printed(stored)


def test_many_kernels_at_once_run_all_twice_then_a_restart_and_explorers_in_reverse_order():
    async def run(path, free):
        async with free:
            return await run_twice_then_restart_and_show_in_reverse_order(path)

    async def run_every_notebook():
        free = asyncio.Semaphore(KERNELS)
        return await asyncio.gather(*(run(path, free) for path in notebooks.notebooks_in()))

    results = zip(notebooks.notebooks_in(), asyncio.run(run_every_notebook()), strict=True)
    for path, (last, stored) in results:
        assert last == stored, path.name


def test_a_restart_of_the_kernel_ends_a_live_training(tmp_path):
    begin = "import asyncio\nfrom lossviz.explorers import live_training\nlive = live_training()"
    sources = [
        begin,
        "live.start()\nawait asyncio.sleep(1)\nprint(live.running, live.picture.step > 0)",
        "print(live.running, live.picture.step)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    asyncio.run(one_after_another(notebook, [0, 1, None, 0, 2], tmp_path))
    assert printed(notebook)[1:] == [["True True\n"], ["False 0\n"]]
