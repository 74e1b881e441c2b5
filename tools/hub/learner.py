"""A learner as a client of a hub: logs in with the form, runs notebooks, moves explorers.

It speaks what JupyterLab and the explorers' script speak, without a browser, so that a whole class
of them fits on one machine.
"""

from __future__ import annotations

import itertools
import json
import time
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import nbformat
import requests
import websocket

PATIENCE = 300.0
Message = dict[str, Any]


@dataclass
class Shown:
    """An explorer that a cell has shown: its name on the wire, and where its controls are."""

    comm: str
    declaration: dict[str, Any]
    places: list[int] = field(default_factory=list)
    sentence: str = ""


class Learner:
    """One learner, with one browser's cookies.

    Parameters
    ----------
    address : of the hub
    name, password : what the learner types

    Attributes
    ----------
    explorers : those that have been shown, in order
    """

    def __init__(self, address: str, name: str, password: str) -> None:
        """Nothing is asked yet."""
        self.name, self._password = name, password
        self._address, self._base = address, f"{address}/user/{name}/"
        self._http = requests.Session()
        self._wire: websocket.WebSocket | None = None
        self._session = uuid.uuid4().hex
        self._numbers = itertools.count(1)
        self.explorers: list[Shown] = []
        self.kernel = ""

    # ------------------------------------------------------------ hub and server

    def log_in(self) -> bool:
        """Fill in the form; tell whether the hub lets the learner in."""
        page = f"{self._address}/hub/login"
        self._http.get(page, timeout=60)
        form = {"username": self.name, "password": self._password, "_xsrf": self._xsrf("/hub/")}
        answer = self._http.post(page, data=form, timeout=60, allow_redirects=False)
        return answer.status_code == 302

    def start_server(self) -> float:
        """Start the server, as a browser does after the login; return the seconds that it took."""
        begin = time.monotonic()
        self._http.get(f"{self._address}/hub/spawn", timeout=PATIENCE)
        while not self.is_served():
            if time.monotonic() - begin > PATIENCE:
                raise TimeoutError(f"{self.name} got no server in {PATIENCE:.0f} s")
            time.sleep(0.3)
        return time.monotonic() - begin

    def is_served(self) -> bool:
        """Tell whether JupyterLab's page comes from the learner's own server."""
        answer = self._http.get(f"{self._base}lab", timeout=60)
        return answer.ok and answer.url.startswith(self._base)

    def pull(self, **where: str) -> list[Message]:
        """Follow the link of nbgitpuller; return what its page would show."""
        question = urllib.parse.urlencode(where)
        answer = self._http.get(f"{self._base}git-pull/api?{question}", timeout=PATIENCE)
        lines = answer.text.splitlines()
        return [
            json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data")
        ]

    def ask(self, how: str, path: str, body: object = None) -> requests.Response:
        """Ask the learner's server, or another one: a path that begins with / is the hub's."""
        url = f"{self._address}{path}" if path.startswith("/") else f"{self._base}{path}"
        headers = {"X-XSRFToken": self._xsrf(urllib.parse.urlparse(self._base).path)}
        return self._http.request(how, url, json=body, headers=headers, timeout=60)

    def read(self, path: str) -> nbformat.NotebookNode:
        """A notebook as it is on the learner's disk."""
        answer = self.ask("GET", f"api/contents/{path}?content=1")
        answer.raise_for_status()
        return nbformat.from_dict(answer.json()["content"])

    def save(self, path: str, notebook: nbformat.NotebookNode) -> requests.Response:
        """Save a notebook, as JupyterLab does."""
        return self.ask("PUT", f"api/contents/{path}", {"type": "notebook", "content": notebook})

    def _xsrf(self, path: str) -> str:
        """The token that a form or a request must repeat; hub and server have one each."""
        tokens = {c.path: c.value or "" for c in self._http.cookies if c.name == "_xsrf"}
        return tokens.get(path, "")

    # ------------------------------------------------------------ kernel

    def open(self, path: str) -> float:
        """Open a notebook with a kernel; return the seconds until the kernel answers."""
        begin = time.monotonic()
        wish = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        answer = self.ask("POST", "api/sessions", wish)
        answer.raise_for_status()
        self.kernel = answer.json()["kernel"]["id"]
        self.connect()
        self._await_reply(self._send("kernel_info_request", {}))
        return time.monotonic() - begin

    def connect(self) -> None:
        """Connect with the kernel, or connect again."""
        if self._wire is not None:
            self._wire.close()
        path = f"{self._base}api/kernels/{self.kernel}/channels?session_id={self._session}"
        own = urllib.parse.urlparse(self._base).path
        cookies = [c for c in self._http.cookies if own.startswith(c.path)]
        cookies.sort(key=lambda cookie: -len(cookie.path))  # as a browser sends them
        self._wire = websocket.create_connection(
            f"{path.replace('http', 'ws', 1)}&_xsrf={urllib.parse.quote(self._xsrf(own))}",
            cookie="; ".join(f"{c.name}={c.value}" for c in cookies),
            origin=self._address,
            timeout=PATIENCE,
        )

    def run(self, code: str) -> list[Message]:
        """Run a cell; return its outputs. An error is an output, too."""
        request = self._send(
            "execute_request",
            {"code": code, "silent": False, "store_history": True, "allow_stdin": False},
        )
        return self._await_reply(request)

    def run_all(self, notebook: nbformat.NotebookNode) -> list[str]:
        """Run every cell, store its outputs in the notebook, and return the errors."""
        errors = []
        for cell in notebook.cells:
            if cell.cell_type == "code":
                outputs = self.run(cell.source)
                cell.outputs = [nbformat.from_dict(output) for output in outputs]
                errors += [o["evalue"] for o in outputs if o["output_type"] == "error"]
        return errors

    def printed(self, code: str) -> str:
        """Run a cell and return what it prints."""
        return "".join(o["text"] for o in self.run(code) if o["output_type"] == "stream").strip()

    def close(self) -> None:
        """Close the page; server and kernel go on."""
        if self._wire is not None:
            self._wire.close()
        self._http.close()

    # ------------------------------------------------------------ explorers

    def greet(self, shown: Shown) -> None:
        """Let the page of an explorer begin."""
        self._say(shown, kind="hello")
        heard = self._await(lambda m: self._from(shown, m, "welcome"))
        content = heard["content"]["data"]["content"]
        shown.places = [int(place) for place in content["key"].split(",")]

    def move(self, shown: Shown, parameter: int, place: int, *, known: bool = False) -> float:
        """Move a slider; return the seconds until the new picture is here.

        What is known already the page has drawn before it asks, and Python only follows.
        """
        shown.places[parameter] = place
        number, begin = next(self._numbers), time.monotonic()
        key = ",".join(map(str, shown.places))
        self._say(shown, kind="ask", seq=number, key=key, known=known)
        answer = self._await(lambda m: self._from(shown, m, "answer", number))
        content = answer["content"]["data"]["content"]
        if content["frame"] is not None:
            shown.sentence = "".join(piece[0] for piece in content["frame"][2])
        return time.monotonic() - begin

    def _say(self, shown: Shown, **words: Any) -> None:
        content = {"page": self._session, "layout": "wide", **words}
        data = {"method": "custom", "content": content}
        self._send("comm_msg", {"comm_id": shown.comm, "data": data})

    @staticmethod
    def _from(shown: Shown, message: Message, kind: str, number: int | None = None) -> bool:
        if message["msg_type"] != "comm_msg" or message["content"]["comm_id"] != shown.comm:
            return False
        content = message["content"]["data"].get("content", {})
        if content.get("kind") == "refuse" and content.get("seq") == number:
            raise ValueError(content["reason"])
        return content.get("kind") == kind and content.get("seq") == number

    # ------------------------------------------------------------ messages

    def _send(self, kind: str, content: Message) -> str:
        assert self._wire is not None, "open a notebook first"
        request = uuid.uuid4().hex
        header = {"msg_id": request, "msg_type": kind, "session": self._session, "version": "5.3"}
        header |= {"username": self.name, "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self._wire.send(json.dumps({**message, "channel": "shell", "buffers": []}))
        return request

    def _await_reply(self, request: str) -> list[Message]:
        """Wait until a request is done: its reply is here, and so is all that it has shown."""
        outputs: list[Message] = []
        waiting = {"reply", "idle"}

        def heard(message: Message) -> bool:
            if message["parent_header"].get("msg_id") != request:
                return False
            kind, content = message["msg_type"], message["content"]
            if kind in ("stream", "display_data", "execute_result", "error"):
                output = {"output_type": kind, **content}
                output.pop("transient", None)
                outputs.append(output)
            elif kind == "status" and content["execution_state"] == "idle":
                waiting.discard("idle")
            elif kind.endswith("_reply"):
                waiting.discard("reply")
            return not waiting

        self._await(heard)
        return outputs

    def _await(self, wanted: Callable[[Message], bool]) -> Message:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            message = self._receive()
            if message["msg_type"] == "comm_open":
                state = message["content"]["data"].get("state", {})
                if "declaration" in state:
                    comm = message["content"]["comm_id"]
                    self.explorers.append(Shown(comm, state["declaration"]))
            if wanted(message):
                return message
        raise TimeoutError(f"{self.name} waited {PATIENCE:.0f} s for Python")

    def _receive(self) -> Message:
        assert self._wire is not None
        received = self._wire.recv()
        if isinstance(received, bytes):
            # A count, where each part begins, and then the parts; the first is the message.
            count = int.from_bytes(received[:4], "big")
            starts = [
                int.from_bytes(received[4 * i : 4 * i + 4], "big") for i in range(1, count + 1)
            ]
            received = received[starts[0] : starts[1] if count > 1 else None].decode()
        if not received:
            raise ConnectionError(f"the connection of {self.name} was cut")
        message: Message = json.loads(received)
        message.setdefault("msg_type", message["header"]["msg_type"])
        return message
