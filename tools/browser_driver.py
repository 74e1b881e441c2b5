"""Drive the real JupyterLab in the real Chromium, as a learner would."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")

SETTINGS = {
    # A new user is asked about news; the question would cover the notebook.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # A notebook is saved when somebody says so: who opens it finds what was meant to be there.
    "docmanager-extension/plugin": {"autosave": False},
    # Light or dark, as the browser wishes.
    "apputils-extension/themes": {"adaptive-theme": True},
    # Cells out of sight stay in the page, where they can be looked for, as if one had scrolled
    # there. A window that is high enough for a whole notebook shows them all, too, and every
    # picture that moves makes the browser paint forty million pixels.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


@contextmanager
def jupyterlab(root: Path, home: Path) -> Iterator[str]:
    """Start JupyterLab on ``root`` with its settings under ``home``; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = token_hex(16)
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("MPLBACKEND", "PYTEST_CURRENT_TEST")
    }
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        environment[name] = str(home / name.lower())
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(home / "settings")
    environment["JUPYTERLAB_WORKSPACES_DIR"] = str(home / "workspaces")
    write_settings(home / "settings")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    with (home / "jupyterlab.log").open("w") as log:
        server = subprocess.Popen(
            [*command, f"--IdentityProvider.token={token}"],
            cwd=root,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}&reset"
    try:
        _await_server(f"http://127.0.0.1:{port}/api/status?token={token}", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def write_settings(folder: Path) -> None:
    """Put the settings where JupyterLab looks for a user's."""
    for name, setting in SETTINGS.items():
        file = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(setting))


def _await_server(url: str, server: subprocess.Popen) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            raise RuntimeError("JupyterLab ended before it answered; see jupyterlab.log")
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("JupyterLab did not answer within two minutes")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window and without calls home."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-gpu-rasterization",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-quic",
            ],
        )
        yield browser
        browser.close()


def close_kernels(address: str) -> None:
    """End every kernel, as closing all notebooks would."""
    sessions, _, question = address.format("").replace("/lab/tree/", "/api/sessions").partition("?")
    token = question.partition("&")[0]
    with urllib.request.urlopen(f"{sessions}?{token}") as answer:
        for session in json.load(answer):
            urllib.request.urlopen(
                urllib.request.Request(f"{sessions}/{session['id']}?{token}", method="DELETE")
            ).close()


def open_notebook(page: Page, address: str, path: str) -> None:
    """Open a notebook and wait until its cells and its kernel are there."""
    page.goto(address.format(path))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    # Not just an idle light: the status bar names the kernel once it has answered.
    page.wait_for_selector(".jp-StatusBar-TextItem:text-matches('Python.*Idle')", timeout=60_000)


def run_all(page: Page, timeout_seconds: float = 120) -> None:
    """Run All, and wait until no cell is waiting or running."""
    page.click(".lm-MenuBar-itemLabel:text-is('Run')")
    page.click("[data-command='runmenu:run-all']")
    end = time.monotonic() + timeout_seconds
    while time.monotonic() < end:
        prompts = page.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
        if any("[" in p for p in prompts) and not any(p in _WAITING for p in prompts):
            return
        time.sleep(0.1)
    raise TimeoutError(f"cells still wait or run after {timeout_seconds} seconds")


_WAITING = ("[ ]:", "[*]:")
