"""A class on the hub of hub/, in processes of this machine: many learners, and what can go wrong.

Only the authenticator and the spawner are replaced, by the simplest that JupyterHub has.
"""

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
import psutil
import pytest
import requests
from class_on_a_hub import CHAPTER_0, CHAPTER_3, LEARNERS, at_work, fetch

from benchmarks.endurance import printed
from tools import notebook_form, notebooks
from tools.hub.learner import Learner
from tools.hub.running import commit, end, kernels

SMALL = "from lossviz.explorers import line_fit\nexplorer = line_fit()\nexplorer"


def show_a_picture(learner):
    """Open chapter 0 and show its explorer."""
    learner.open(CHAPTER_0)
    assert [o for o in learner.run(SMALL) if o["output_type"] == "error"] == []
    (shown,) = learner.explorers
    learner.greet(shown)
    return shown


def write(learner, notebook, source):
    """Write an answer at the end of a notebook, and save it."""
    cell = nbformat.v4.new_code_cell(source)
    notebook.cells.append(cell)
    answer = learner.save(CHAPTER_0, notebook)
    assert answer.ok, answer.text


# ---------------------------------------------------------------- who may do what


def test_nobody_but_the_class_gets_in(hub):
    assert Learner(hub.address, LEARNERS[0], hub.password).log_in()
    assert not Learner(hub.address, LEARNERS[0], "another password").log_in()
    assert not Learner(hub.address, "stranger", hub.password).log_in()
    assert requests.get(f"{hub.address}/hub/signup", timeout=60).status_code == 404
    assert requests.get(f"{hub.address}/hub/api/users", timeout=60).status_code == 403


def test_the_proxy_obeys_nobody_without_the_token(hub):
    answer = requests.get(f"http://127.0.0.1:{hub.ports[1]}/api/routes", timeout=60)
    assert answer.status_code == 403


def test_everything_listens_on_this_machine_alone(hub):
    heard = [c.laddr for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    assert {a.ip for a in heard if a.port in hub.ports} == {"127.0.0.1"}


def test_a_secret_of_the_hub_is_readable_by_its_owner_alone(hub):
    assert (hub.folder / "cookie_secret").stat().st_mode & 0o077 == 0


def test_a_learner_does_not_get_at_the_files_of_another(hub, edition):
    with at_work(hub, edition, "bob") as bob, at_work(hub, edition, "cyd"):
        assert bob.ask("GET", f"api/contents/{CHAPTER_0}").ok
        there = bob.ask("GET", f"/user/cyd/api/contents/{CHAPTER_0}")
        assert there.status_code == 403
        with pytest.raises(requests.HTTPError):
            bob.ask("GET", "/hub/api/users").raise_for_status()


def test_whoever_leaves_is_noticed(hub):
    commands = [p.cmdline() for p in psutil.Process(hub.pid).children()]
    assert any("jupyterhub_idle_culler" in command for command in commands)
    assert "403" not in [line for line in hub.log("hub").splitlines() if "culler" in line]


# ---------------------------------------------------------------- a class at work


def test_a_class_runs_chapter_3_at_the_same_moment_and_moves_a_slider(hub, edition):
    def work(name):
        with at_work(hub, edition, name) as learner:
            learner.open(CHAPTER_3)
            notebook = learner.read(CHAPTER_3)
            errors = learner.run_all(notebook)
            shown = learner.explorers[1]
            learner.greet(shown)
            learner.move(shown, 0, 10)
            first = shown.sentence
            learner.move(shown, 0, 70)
            return errors, printed(notebook_form.normalise(notebook)), first, shown.sentence

    stored = notebook_form.read(notebooks.FOLDER / "03_sigmoid_saturation.ipynb")
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(work, LEARNERS[:3]))
    for errors, said, first, second in results:
        assert errors == []
        assert said == printed(stored)
        assert first != second
    assert len({result[2:] for result in results}) == 1


# ---------------------------------------------------------------- what can go wrong


def test_a_killed_kernel_takes_no_saved_work_with_it(hub, edition):
    with at_work(hub, edition, "dot") as dot:
        shown = show_a_picture(dot)
        write(dot, dot.read(CHAPTER_0), "answer = 42")
        (kernel,) = kernels(hub.servers()["dot"])
        kernel.kill()
        latest = time.monotonic() + 60
        while kernels(hub.servers()["dot"]) in ([], [kernel]):
            assert time.monotonic() < latest, "no other kernel has come in its place"
            time.sleep(0.2)
        assert dot.read(CHAPTER_0).cells[-1].source == "answer = 42"
        dot.connect()
        # A fresh kernel, under the old name: run the cell again and go on.
        assert dot.printed("print('explorer' in globals())") == "False"
        dot.explorers.clear()
        dot.run(SMALL)
        (again,) = dot.explorers
        assert again.comm != shown.comm
        dot.greet(again)
        dot.move(again, 0, 10)
        assert again.sentence


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["in order", "killed"])
def test_while_the_hub_is_away_the_class_goes_on(hub, edition, how):
    with at_work(hub, edition, "eli") as eli:
        shown = show_a_picture(eli)
        before = hub.servers()["eli"]
        hub.stop_hub(how)
        try:
            assert not hub.answers()
            for place in range(30):
                eli.move(shown, 0, place)
            write(eli, eli.read(CHAPTER_0), "written_without_the_hub = True")
        finally:
            hub.start_hub()
        eli.move(shown, 0, 35)
        assert eli.is_served()  # still logged in, too
        assert hub.servers()["eli"] == before
        assert eli.ask("GET", "/hub/api/user").json()["name"] == "eli"
        assert eli.read(CHAPTER_0).cells[-1].source == "written_without_the_hub = True"


@pytest.fixture
def small_home(hub):
    """A home with a limit, as a quota sets one; it needs root, who may mount."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("a home with a limit is mounted by root alone")
    home = hub.home("fay")
    home.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=80m", "none", str(home)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system could be mounted here: {done.stderr.strip()}")
    yield home
    server = hub.servers().get("fay")
    if server is not None:
        end(server)
    subprocess.run(["umount", "--lazy", str(home)], check=True)


def fill(path):
    """Write until nothing more fits."""
    with path.open("wb") as big:
        while True:
            big.write(bytes(1 << 16))
            big.flush()


def test_a_full_home_loses_nothing_and_pictures_go_on(hub, edition, small_home):
    with at_work(hub, edition, "fay") as fay:
        shown = show_a_picture(fay)
        notebook = fay.read(CHAPTER_0)
        write(fay, notebook, "answer = 42")
        saved = (small_home / CHAPTER_0).read_bytes()
        with pytest.raises(OSError, match="No space left"):
            fill(small_home / "big")
        notebook.cells[-1].source = "answer = 43"
        notebook.cells.append(nbformat.v4.new_markdown_cell("what does not fit " * 9999))
        refused = fay.save(CHAPTER_0, notebook)
        assert refused.status_code == 500
        assert "No space left" in refused.text  # JupyterLab shows it to the learner
        assert (small_home / CHAPTER_0).read_bytes() == saved
        fay.move(shown, 0, 10)
        # Even a fresh kernel starts, since what it needs is not in the home.
        fay.open(CHAPTER_3)
        assert fay.printed("print(6 * 7)") == "42"
        (small_home / "big").unlink()
        assert fay.save(CHAPTER_0, notebook).ok
        assert "answer = 43" in (small_home / CHAPTER_0).read_text(encoding="utf-8")


def test_a_new_edition_keeps_what_a_learner_wrote(hub, edition):
    with at_work(hub, edition, "gus") as gus:
        gus.open(CHAPTER_0)
        notebook = gus.read(CHAPTER_0)
        assert gus.run_all(notebook) == []
        texts = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "markdown"]
        own, both, theirs = texts[-1], texts[-2], texts[1]
        notebook.cells[own].source += "\n\nmy own note"
        notebook.cells[both].source += "\n\nmy answer"
        write(gus, notebook, "answer = 42")

        path = edition / "notebooks" / "00_start_here.ipynb"
        first = nbformat.read(path, as_version=4)
        newer = nbformat.from_dict(first)
        newer.cells[theirs].source += "\n\nA correction."
        newer.cells[both].source += "\n\nAnother correction."
        nbformat.write(newer, path)
        (edition / "notebooks" / "an_extra_page.md").write_text("New.", encoding="utf-8")
        commit(edition, "The second edition")
        fetch(gus, edition)

        merged = gus.read(CHAPTER_0)
        nbformat.validate(merged)
        sources = [cell.source for cell in merged.cells]
        assert sources[-1] == "answer = 42"
        assert sources[own].endswith("my own note")
        assert sources[theirs].endswith("A correction.")
        # Where both wrote, the learner's words stay; the page for teachers says so.
        assert sources[both].endswith("my answer")
        assert gus.ask("GET", "api/contents/losses/notebooks/an_extra_page.md").ok


def test_a_repository_that_is_away_keeps_nobody_from_working(hub, edition, tmp_path):
    with at_work(hub, edition, "hal") as hal:
        said = hal.pull(repo=str(tmp_path / "nowhere"), branch="main", targetpath="losses")
        assert said[-1]["phase"] == "error"
        show_a_picture(hal)
