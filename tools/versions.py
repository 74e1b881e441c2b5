"""Which versions to test with: pins for pip, read from what the project says elsewhere.

python -m tools.versions lowest     the lowest version that each range admits
python -m tools.versions binder     what Binder's frozen environment brings
python -m tools.versions pythons    a Python of each minor version that is found here
python -m tools.versions pythons 3.12   only those of this version
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.toml import project

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = 10, 14
# The frozen environment holds C libraries too, which pip does not know.
_OF_JUPYTER = re.compile(r"jupyter|ipy|nb[cf]|notebook|widgetsnbextension|traitlets|tornado|comm$")


def lowest() -> list[str]:
    """Pin every requirement of learners and testers to the lower end of its range."""
    own = project()
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line and line[0] not in "#-."]
    extras = own["optional-dependencies"]
    found = {}
    for line in [*own["dependencies"], *listed, *extras["test"], *extras["frameworks"]]:
        requirement = Requirement(line)
        ends = [Version(s.version) for s in requirement.specifier if s.operator in (">=", "~=")]
        found[requirement.name] = f"{requirement.name}=={max(ends)}"
    return sorted(found.values())


def binder() -> list[str]:
    """Pin JupyterLab, the widgets and what carries them to the versions on Binder."""
    frozen = binder_base()
    return sorted(f"{name}=={frozen[name]}" for name in frozen if _OF_JUPYTER.match(name))


def binder_base() -> dict[str, str]:
    """Name and version of everything in the environment that Binder starts from."""
    python = (ROOT / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    spec = importlib.util.find_spec("repo2docker")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("jupyter-repo2docker is not installed: pip install -e '.[test]'")
    lock = f"environment.py-{python}-linux-64.lock"
    text = (Path(spec.origin).parent / "buildpacks" / "conda" / lock).read_text()
    packages = re.findall(r"/([a-z0-9_.-]+)-([0-9][^-/]*)-[^-/]+\.conda", text)
    return {canonicalize_name(name): version for name, version in packages}


def pythons() -> Iterator[tuple[str, str]]:
    """Minor version and path of each Python that is on the PATH or was built by pyenv."""
    for minor in range(OLDEST, NEWEST + 1):
        name = f"python3.{minor}"
        built = sorted((Path.home() / ".pyenv" / "versions").glob(f"3.{minor}.*/bin/{name}"))
        for candidate in [shutil.which(name), *map(str, built)]:
            if candidate and _is_usable(candidate):
                yield f"3.{minor}", candidate
                break


def _is_usable(python: str) -> bool:
    """Tell whether it starts, which a shim need not, and can make environments."""
    done = subprocess.run([python, "-c", "import ensurepip, venv"], capture_output=True)
    return done.returncode == 0


def main() -> int:
    """Print what was asked for, one a line; return the exit status."""
    if sys.argv[1:2] == ["lowest"]:
        print(*lowest(), sep="\n")
    elif sys.argv[1:2] == ["binder"]:
        print(*binder(), sep="\n")
    elif sys.argv[1:2] == ["pythons"]:
        found = [path for version, path in pythons() if version in (sys.argv[2:] or [version])]
        print(*found, sep="\n")
        return 0 if found else 1
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
