"""Start the proxy and the hub of hub/ on loopback, and stop them again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from types import TracebackType

import psutil

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "hub" / "jupyterhub_config.py"
PROXY = ROOT / "hub" / "node_modules" / ".bin" / "configurable-http-proxy"
PATIENCE = 120


def missing() -> str | None:
    """Say what this machine lacks to run a hub, or None."""
    if find_spec("jupyterhub") is None:
        return "JupyterHub is not installed: make test-hub does it"
    if not PROXY.exists():
        return "the hub's proxy is not installed: make test-hub does it (it needs npm)"
    return None


class Hub:
    """A proxy, a hub, and the folder that has their files and the learners' homes.

    Parameters
    ----------
    folder : an empty folder
    learners : who may log in
    repository : what learners get, as git finds it
    branch : of the repository

    Attributes
    ----------
    address : where learners go
    ports : of the proxy, of its interface for the hub, and of the hub
    password : of everybody
    """

    def __init__(
        self, folder: Path, learners: Iterable[str], repository: Path, branch: str = "main"
    ) -> None:
        """Choose ports and secrets; nothing runs yet."""
        self.folder, self.password = folder, token_hex(8)
        self.ports = _free_ports(3)
        self.address = f"http://127.0.0.1:{self.ports[0]}"
        names = folder / "learners"
        names.write_text("\n".join(learners), encoding="utf-8")
        kept = ("HOME", "LANG", "PYTHONPATH", "GIT_CONFIG_GLOBAL")
        self._environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "STATE_DIRECTORY": str(folder),
            "CONFIGPROXY_AUTH_TOKEN": token_hex(32),
            "LOSSVIZ_HUB_CONFIG": str(CONFIG),
            "LOSSVIZ_HUB_LEARNERS": str(names),
            "LOSSVIZ_HUB_PASSWORD": self.password,
            "LOSSVIZ_HUB_PORTS": " ".join(map(str, self.ports)),
            "LOSSVIZ_HUB_REPOSITORY": str(repository),
            "LOSSVIZ_HUB_BRANCH": branch,
        }
        self._proxy: subprocess.Popen[bytes] | None = None
        self._hub: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Hub:
        """Start the proxy and then the hub, and wait until somebody could log in."""
        self._proxy = self._begin(proxy_command(self.ports), "proxy")
        try:
            self.start_hub()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End hub, proxy, and the servers that the hub has left running."""
        self.stop_hub()
        servers = self.servers()
        if self._proxy is not None:
            self._proxy.terminate()
            self._proxy.wait(timeout=20)
        for server in servers.values():
            end(server)

    def start_hub(self) -> None:
        """Start the hub, and wait until somebody could log in."""
        config = Path(__file__).with_name("on_loopback.py")
        command = [sys.executable, "-m", "jupyterhub", "--config", str(config)]
        self._hub = self._begin(command, "hub")
        end = time.monotonic() + PATIENCE
        while not self.answers():
            if self._hub.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The hub did not start:\n{self.log('hub')}")
            time.sleep(0.1)

    def stop_hub(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the hub: in order, as `systemctl restart` does, or not."""
        if self._hub is not None:
            children = psutil.Process(self._hub.pid).children()
            own = [child for child in children if "jupyterhub_idle_culler" in _command(child)]
            self._hub.send_signal(how)
            self._hub.wait(timeout=60)
            self._hub = None
            # systemd ends what a killed hub leaves behind, but for the learners' servers.
            for child in own:
                with suppress(psutil.NoSuchProcess):
                    child.kill()

    @property
    def pid(self) -> int:
        """The process of the hub."""
        assert self._hub is not None, "start the hub first"
        return self._hub.pid

    def answers(self) -> bool:
        """Tell whether the page of the login is there."""
        try:
            with urllib.request.urlopen(f"{self.address}/hub/login", timeout=5):
                return True
        except OSError:
            return False

    def home(self, name: str) -> Path:
        """The home folder of a learner."""
        return self.folder / "homes" / name

    def log(self, of: str) -> str:
        """What "hub" or "proxy" has said."""
        return (self.folder / f"{of}.log").read_text(encoding="utf-8", errors="replace")

    def servers(self) -> dict[str, psutil.Process]:
        """The running server of each learner; they outlive the hub, so they are looked for."""
        found = {}
        for process in psutil.process_iter():
            try:
                if "jupyterhub-singleuser" in "".join(process.cmdline()):
                    home = Path(process.environ().get("HOME", ""))
                    if home.parent == self.folder / "homes":
                        found[home.name] = process
            except psutil.Error:
                continue
        return found

    def _begin(self, command: list[str], name: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def end(server: psutil.Process) -> None:
    """End a learner's server and its kernels."""
    with suppress(psutil.NoSuchProcess):
        family = [server, *server.children(recursive=True)]
        server.terminate()  # it ends its kernels itself
        _, alive = psutil.wait_procs(family, timeout=10)
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def proxy_command(ports: list[int]) -> list[str]:
    """The command of lossviz-proxy.service, with other ports."""
    unit = (ROOT / "hub" / "lossviz-proxy.service").read_text(encoding="utf-8")
    found = re.search(r"^ExecStart=\S+ ((?:.*\\\n)*.*)$", unit, re.M)
    assert found is not None, "lossviz-proxy.service has a line that begins with ExecStart="
    words = found[1].replace("\\\n", " ")
    for documented, port in zip(("8000", "8001", "8081"), ports, strict=True):
        words = words.replace(documented, str(port))
    return [shutil.which("node") or "node", str(PROXY), *words.split()]


def kernels(server: psutil.Process) -> list[psutil.Process]:
    """The kernels of a learner's server."""
    children = server.children(recursive=True)
    return [child for child in children if "ipykernel_launcher" in _command(child)]


def _command(process: psutil.Process) -> list[str]:
    """The words of a process's command; none if it has just ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def class_repository(folder: Path) -> Path:
    """A repository with this collection's notebooks, as a teacher would have one; its folder."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "The first edition")
    return folder


def commit(repository: Path, why: str) -> None:
    """Store everything that has changed."""
    git(repository, "add", "--all")
    who = ("-c", "user.name=teacher", "-c", "user.email=teacher@example.org")
    git(repository, *who, "commit", "--quiet", "--message", why)


def git(repository: Path, *words: str) -> None:
    """Run git in a repository."""
    subprocess.run(["git", "-C", str(repository), *words], check=True, timeout=60)


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
