"""Runs on the machine that own_machine.sh has made: two learners at work; writes what they saw."""

import json
import subprocess
import time
import urllib.request
from pathlib import Path

from tools.hub.learner import Learner

ADDRESS = "http://127.0.0.1:8000"
CHAPTER = "losses/notebooks/00_start_here.ipynb"
LOOK = """
import os
try:
    print(os.listdir({0!r}) if os.path.isdir({0!r}) else open({0!r}).read())
except OSError as error:
    print(type(error).__name__)
"""


def systemctl(*words: str) -> str:
    return subprocess.run(["systemctl", *words], capture_output=True, text=True).stdout.strip()


def until(wanted) -> None:
    end = time.monotonic() + 180
    while True:
        try:
            if wanted():
                return
        except OSError:
            pass
        if time.monotonic() > end:
            raise TimeoutError(wanted)
        time.sleep(1)


def hub_answers() -> bool:
    return urllib.request.urlopen(f"{ADDRESS}/hub/login", timeout=5).status == 200


def main_process() -> str:
    return systemctl("show", "jupyter-ada-singleuser", "--property=MainPID")


def main() -> None:
    until(hub_answers)
    seen: dict[str, object] = {
        "who gets in": {
            name: Learner(ADDRESS, name, password).log_in()
            for name, password in [("ada", "of-bob"), ("other", "of-other"), ("root", "")]
        }
    }
    learners = []
    for name in ("ada", "bob"):
        learner = Learner(ADDRESS, name, f"of-{name}")
        assert learner.log_in(), name
        learner.start_server()
        assert learner.pull(repo="/opt/class", branch="main", targetpath="losses")[-1] == {
            "phase": "finished"
        }
        learner.open(CHAPTER)
        learners.append(learner)
    ada = learners[0]
    notebook = ada.read(CHAPTER)
    seen["errors"] = ada.run_all(notebook)
    seen["saved"] = ada.save(CHAPTER, notebook).status_code
    seen["looks into"] = {
        path: ada.printed(LOOK.format(path))
        for path in (
            *("/run/lossviz-bob", "/etc/lossviz-hub.env", "/var/lib/lossviz-hub/jupyterhub.sqlite"),
            str(Path("/") / "home" / "bob"),
        )
    }
    seen["whose processes"] = ada.printed(
        "import psutil\nprint(*{p.username() for p in psutil.process_iter()})"
    )
    seen["transport"] = ada.printed(
        "import json\nfrom ipykernel.connect import get_connection_file\n"
        "print(json.load(open(get_connection_file()))['transport'])"
    )
    limits = ("MemoryMax", "CPUQuotaPerSecUSec", "OOMPolicy", "TasksMax", "PrivateTmp")
    shown = systemctl("show", "jupyter-ada-singleuser", *(f"--property={name}" for name in limits))
    seen["limits"] = dict(line.split("=") for line in shown.splitlines())

    explorer = ada.explorers[-1]
    ada.greet(explorer)
    before = main_process()
    systemctl("stop", "lossviz-hub")
    for place in range(20):
        ada.move(explorer, 0, place)
    systemctl("start", "lossviz-hub")
    until(hub_answers)
    until(ada.is_served)
    systemctl("kill", "--signal=KILL", "lossviz-hub")
    for place in range(20):
        ada.move(explorer, 0, place)
    until(hub_answers)
    until(ada.is_served)
    seen["same server"] = main_process() == before
    Path("/srv/share/seen.json").write_text(json.dumps(seen), encoding="utf-8")


if __name__ == "__main__":
    main()
