"""JupyterHub for a class on one machine; docs/teaching.md, "Serve a class", says how to set it up.

What differs from class to class, and what is secret, comes from the environment, which the units
beside this file read from a file that only root can read. Everything is denied that is not
allowed here.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlencode

c = get_config()  # noqa: F821 (JupyterHub puts it there)


def setting(name: str, what: str) -> str:
    """Read what the class must say itself."""
    value = os.environ.get(name, "").strip()
    if not value:
        sys.exit(f"{name} is not set; it says {what}. Set it in the environment of the hub.")
    return value


def names(path: Path) -> set[str]:
    """Read the class list: a name a line, in the order of the alphabet or in none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        sys.exit(f"The class list {path} cannot be read ({error.strerror}); write a name a line.")
    found = {line.split("#")[0].strip().lower() for line in lines} - {""}
    if not found:
        sys.exit(f"The class list {path} is empty; nobody could log in. Write a name a line.")
    return found


# ---------------------------------------------------------------- who may come in

# The accounts of the machine, with their passwords: there is no sign-up, so a stranger cannot make
# an account, and files are kept apart by the operating system itself.
c.JupyterHub.authenticator_class = "pam"
# Nobody but the class and its teachers; an account that is not in the list stays outside.
c.Authenticator.allowed_users = names(
    Path(setting("LOSSVIZ_HUB_LEARNERS", "which file holds the class list"))
)
c.Authenticator.allow_all = False
# Teachers see who is there, and start and stop servers. They do not get into them: whoever may read
# a learner's files may do so as root, and not by a click.
c.Authenticator.admin_users = set(os.environ.get("LOSSVIZ_HUB_TEACHERS", "").split())

# ---------------------------------------------------------------- the way in

# Everything listens on this machine alone. What the world sees is whatever you put in front of it:
# a web server with a certificate, without which passwords would cross the network in the open.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:8081"
# The proxy has a life of its own (lossviz-proxy.service): it outlives the hub, and with it all
# connections between pages and kernels. It obeys whoever has the token that both read from the
# environment, CONFIGPROXY_AUTH_TOKEN.
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:8001"
setting("CONFIGPROXY_AUTH_TOKEN", "by which secret the proxy knows the hub: openssl rand -hex 32")
# A hub that stops, in order or not, takes no learner's server with it; the next one finds them all.
c.JupyterHub.cleanup_servers = False
c.JupyterHub.cleanup_proxy = False
# What the hub itself must remember: logins, and which servers run. Files that only root can read;
# systemd makes the folder.
_STATE = Path(os.environ.get("STATE_DIRECTORY", "."))
c.JupyterHub.db_url = f"sqlite:///{_STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(_STATE / "cookie_secret")

# ---------------------------------------------------------------- a learner's server

c.JupyterHub.spawner_class = "systemd"
# Two chapters open take half of it. The kernel that wants more is ended, not the server.
c.Spawner.mem_limit = "1G"
# Run All keeps one core busy, and nobody keeps two.
c.Spawner.cpu_limit = 1.0
# When a whole class logs in at once, servers take a minute; the default gives up after half of it.
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
# Between server and kernel sockets that only the learner can open. The default, ports of this
# machine, would let every account listen to what a kernel shows.
c.Spawner.args = ["--KernelManager.transport=ipc"]
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.isolate_devices = True
c.SystemdSpawner.disable_user_sudo = True
c.SystemdSpawner.unit_extra_properties = {
    "OOMPolicy": "continue",
    # What a learner makes is nobody else's to read, and so are the commands that run.
    "UMask": "0077",
    "ProtectProc": "invisible",
    # A loop that starts processes hurts its learner alone.
    "TasksMax": "256",
    # Where Jupyter writes what it needs to start a kernel. In a home that is full, it could not.
    "RuntimeDirectory": "lossviz-{USERNAME}",
    "RuntimeDirectoryMode": "0700",
}
c.Spawner.environment = {
    "JUPYTER_RUNTIME_DIR": lambda spawner: f"/run/lossviz-{spawner.user.name}",
    # One core each: more threads would only wait for each other.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
# Work lives in the home folder of the learner's account. Whoever logs in gets the class's
# repository there, or what is new in it, and then sees chapter 0. The folder must not be called
# lossviz, for beside a notebook that would be the package.
_PULL = {
    "repo": setting("LOSSVIZ_HUB_REPOSITORY", "where git finds the notebooks of the class"),
    "branch": setting("LOSSVIZ_HUB_BRANCH", "which branch of them the class gets"),
    "targetPath": "losses",
    "urlpath": "lab/tree/losses/notebooks/00_start_here.ipynb",
}
c.Spawner.default_url = f"/git-pull?{urlencode(_PULL)}"

# ---------------------------------------------------------------- whoever has gone home

# A server that nobody has used for an hour is ended; files stay. A page that is open counts as use.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            *(sys.executable, "-m", "jupyterhub_idle_culler"),
            *("--timeout=3600", "--cull-every=300"),
        ],
    }
]
# It may see and end servers, and nothing else.
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
