"""The folder that pages load Python from: what is in it, and that it is what was meant."""

import hashlib
import json
import zipfile

import pytest
from pyodide_here import needs_pyodide

from tools.site import python

MOST = 20e6  # bytes that a click may transfer
NAMES = [entry["file"] for entry in python.PYODIDE["wheels"]]


def inventory(site):
    return json.loads((site / "python" / "python.json").read_text(encoding="utf-8"))


def transferred(inventory):
    pieces = inventory["pieces"]
    return inventory["scripts"] + sum(p.get("compressed", p["bytes"]) for p in pieces)


@pytest.mark.skipif(not python.CORE.exists(), reason="Pyodide's core is not installed: make node")
def test_what_the_pages_load_is_what_pyodides_own_lock_names():
    lock = json.loads((python.core() / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert lock["info"]["version"] == python.PYODIDE["version"]
    hashes = {package["file_name"]: package["sha256"] for package in lock["packages"].values()}
    for entry in python.PYODIDE["wheels"]:
        assert hashes[entry["file"]] == entry["sha256"]
    for entry in python.PYODIDE["core"]:
        assert (python.core() / entry["file"]).stat().st_size == entry["bytes"]
    assert f"v{lock['info']['version']}/" in python.PYODIDE["network"]
    assert dict(python.packages_for()).keys() >= set(NAMES)


def test_the_wheel_is_the_same_in_every_build_and_holds_the_package(tmp_path):
    one, other = (python.build_wheel(tmp_path / name) for name in "ab")
    assert one.read_bytes() == other.read_bytes()
    names = zipfile.ZipFile(one).namelist()
    assert "lossviz/explorable/frame_source.py" in names
    assert "lossviz/data/digits.npz" in names


def test_without_pyodide_at_hand_the_pages_load_it_from_its_network(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LOSSVIZ_PYODIDE", str(tmp_path / "nowhere"))
    python.write(tmp_path)
    assert "comes from https://cdn.jsdelivr.net/pyodide/v" in capsys.readouterr().out
    told = inventory(tmp_path)
    assert told["base"] == python.PYODIDE["network"]
    foreign = [p["address"] for p in told["pieces"] if not p["address"].startswith("./")]
    assert {python.PYODIDE["network"] + name for name in NAMES} < set(foreign)
    assert all(address.startswith(python.PYODIDE["network"]) for address in foreign)
    assert {path.name for path in (tmp_path / "python").iterdir()} == {
        "python.json",
        *(p.name for p in (tmp_path / "python").glob("lossviz-*.whl")),
    }
    assert transferred(told) < MOST


@needs_pyodide
def test_with_pyodide_at_hand_the_site_holds_all_of_it(tmp_path):
    python.write(tmp_path)
    told = inventory(tmp_path)
    for piece in told["pieces"]:
        path = tmp_path / "python" / piece["address"].removeprefix("./").partition("?")[0]
        assert path.stat().st_size == piece["bytes"]
        if "integrity" in piece:
            assert piece == python._piece(
                piece["address"], piece["bytes"], sha256_of(path), piece["use"]
            )
        else:
            assert piece["use"] == "core"  # npm has checked it
    for script in ("pyodide.mjs", "pyodide.asm.js"):
        assert (tmp_path / "python" / script).exists()
    (fonts,) = zipfile.ZipFile(tmp_path / "python" / "home.zip").namelist()
    assert fonts.startswith("matplotlib/fontlist")
    assert transferred(told) < MOST


def sha256_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_that_is_another_one_is_refused(tmp_path):
    (tmp_path / "x.whl").write_bytes(b"something else")
    right = hashlib.sha256(b"something").hexdigest()
    with pytest.raises(python.Missing, match=r"is not Pyodide's file of this name: delete it"):
        python.checked(tmp_path, "x.whl", right)
    with pytest.raises(python.Missing, match=r"does not hold y\.whl"):
        python.checked(tmp_path, "y.whl", right)
    (tmp_path / "x.whl").write_bytes(b"something")
    assert python.checked(tmp_path, "x.whl", right) == tmp_path / "x.whl"


def test_fetching_loads_what_is_missing_and_checks_all_of_it(tmp_path, monkeypatch):
    network, here = tmp_path / "network", tmp_path / "here"
    for folder in (network, here):
        folder.mkdir()
    (network / "a.whl").write_bytes(b"a")
    (here / "b.whl").write_bytes(b"b")
    hashes = [(f"{name}.whl", hashlib.sha256(name.encode()).hexdigest()) for name in "ab"]
    monkeypatch.setattr(python, "FETCHED", here)
    monkeypatch.setattr(python, "PYODIDE", {"network": f"{network.as_uri()}/"})
    monkeypatch.setattr(python, "packages_for", lambda: hashes)
    python.fetch()
    assert (here / "a.whl").read_bytes() == b"a"
    (here / "b.whl").write_bytes(b"c")
    with pytest.raises(python.Missing, match=r"b\.whl is not Pyodide's file"):
        python.fetch()
