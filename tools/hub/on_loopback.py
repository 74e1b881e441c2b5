"""What differs from the hub of a class when it is tried on one machine, and nothing else.

JupyterHub loads this file; what it replaces are the two that need accounts and systemd, and what
would collide with a hub that already runs here. The same password for everybody is no risk: it is
made anew for each run, and everything listens on loopback.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub puts it there)
load_subconfig(os.environ["LOSSVIZ_HUB_CONFIG"])  # noqa: F821

_BASE = Path(os.environ["STATE_DIRECTORY"])

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = os.environ["LOSSVIZ_HUB_PASSWORD"]
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{_BASE}/homes/{{username}}"
c.Spawner.environment["JUPYTER_RUNTIME_DIR"] = lambda spawner: f"{_BASE}/run/{spawner.user.name}"
if hasattr(os, "geteuid") and os.geteuid() == 0:
    c.Spawner.args.append("--allow-root")

_PUBLIC, _API, _HUB = os.environ["LOSSVIZ_HUB_PORTS"].split()
c.JupyterHub.bind_url = f"http://127.0.0.1:{_PUBLIC}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{_API}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{_HUB}"
