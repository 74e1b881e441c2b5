"""The hub as it stands in hub/, nothing replaced: accounts, units of systemd, and what they deny.

It starts systemd in namespaces of its own, so it needs root and some minutes, and is asked for:
`LOSSVIZ_OWN_MACHINE=1 make test-hub ARGS=tests/hub/test_units_of_systemd.py`.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.hub.running import missing

HERE = Path(__file__).parent
if not os.environ.get("LOSSVIZ_OWN_MACHINE"):
    pytest.skip("not asked for: LOSSVIZ_OWN_MACHINE=1", allow_module_level=True)
if reason := missing():
    pytest.skip(reason, allow_module_level=True)


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    share = tmp_path_factory.mktemp("share")
    for name in ("job.sh", "learners_on_own_machine.py"):
        shutil.copy(HERE / name, share)
    apart = ("unshare", "--mount", "--net", "--pid", "--fork", "--cgroup", "--kill-child")
    command = [*apart, "bash", str(HERE / "own_machine.sh"), sys.prefix, str(share)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    said = share / "said"
    if not said.exists():
        pytest.skip(f"no machine of its own could be started here: {done.stderr.strip()[-300:]}")
    result = share / "seen.json"
    assert result.exists(), said.read_text(encoding="utf-8", errors="replace")[-5000:]
    return json.loads(result.read_text(encoding="utf-8"))


def test_only_an_account_in_the_list_gets_in_and_with_its_own_password(seen):
    assert seen["who gets in"] == {"ada": False, "other": False, "root": False}


def test_a_learner_works_and_saves(seen):
    assert seen["errors"] == []
    assert seen["saved"] == 200


def test_a_learner_sees_nothing_of_the_others_and_no_secret(seen):
    assert set(seen["looks into"].values()) == {"PermissionError"}
    assert seen["whose processes"] == "ada"
    assert seen["transport"] == "ipc"


def test_the_limits_are_set(seen):
    assert seen["limits"] == {
        "MemoryMax": str(1 << 30),
        "CPUQuotaPerSecUSec": "1s",
        "OOMPolicy": "continue",
        "TasksMax": "256",
        "PrivateTmp": "yes",
    }


def test_a_server_outlives_a_hub_that_is_stopped_and_one_that_is_killed(seen):
    assert seen["same server"] is True
