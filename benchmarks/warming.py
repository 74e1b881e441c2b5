"""Drawing ahead: how long a kernel takes for a slider's frames, and how long others wait meanwhile.

Asked from outside, as a page asks, so that what Jupyter adds is in it.
"""

from __future__ import annotations

import json
import statistics
import time
import zlib
from ast import literal_eval
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

from benchmarks.targets import at_most

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
EXPLORER = "from lossviz.explorers import neuron_experiment; explorer = neuron_experiment()"
# Where b stands in a key; each place of b makes a new line of frames along w.
B = 1


@dataclass
class Warming:
    """Drawing ahead along one slider, once."""

    seconds: float = 0.0
    frames: int = 0
    bytes: int = 0
    # How long it took until another cell began to run, for each that was sent meanwhile; seconds.
    waits: list[float] = field(default_factory=list)


class Kernel:
    """A kernel with an explorer, and a page that shows it."""

    def __init__(self, client: BlockingKernelClient) -> None:
        """Make the explorer and greet it."""
        self.client = client
        asked = {
            "comm": "explorer.widget.model_id",
            "key": "explorer._source.key",
            "name": "explorer.picture.parameters[0].name",
        }
        reply = client.execute(EXPLORER, user_expressions=asked, reply=True, timeout=60)
        told = reply["content"]["user_expressions"]
        self.comm, self.key, self.name = (
            literal_eval(told[what]["data"]["text/plain"]) for what in asked
        )
        self.tell(kind="hello")

    def tell(self, **content: object) -> None:
        """Send a message as the page does."""
        content = {"page": "benchmark", "layout": "wide", **content}
        data = {"method": "custom", "content": content}
        self.client.shell_channel.send(
            self.client.session.msg("comm_msg", {"comm_id": self.comm, "data": data})
        )

    def warm(self, b: int, *, busy: bool) -> Warming:
        """Have all frames of w drawn ahead at a place of b; if busy, while other cells run."""
        places = self.key.split(",")
        places[B] = str(b)
        found, sent, running = Warming(), 0.0, None
        begin = time.perf_counter()
        self.tell(kind="warm", key=",".join(places), parameters=[self.name])
        while True:
            if busy and running is None:
                sent, running = time.perf_counter(), self.client.execute("pass")
            message = self.client.get_iopub_msg(timeout=30)
            now, content = time.perf_counter(), message["content"]
            if message["parent_header"].get("msg_id") == running:
                if message["msg_type"] == "execute_input":
                    found.waits.append(now - sent)
                elif content.get("execution_state") == "idle":
                    running = None
            if message["msg_type"] != "comm_msg" or not message["buffers"]:
                continue
            stock = json.loads(zlib.decompress(message["buffers"][0]))
            found.frames += len(stock["frames"])
            found.bytes += len(message["buffers"][0])
            if stock["last"]:
                found.seconds = now - begin
                return found


def lines() -> list[str]:
    """Time for all places of a slider, and how long other cells wait."""
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT))
    try:
        kernel, b = Kernel(client), count()
        alone = [kernel.warm(next(b), busy=False) for _ in range(ROUNDS)]
        crowded = [kernel.warm(next(b), busy=True) for _ in range(ROUNDS)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    seconds = statistics.median(warming.seconds for warming in alone)
    waits = [1000 * wait for warming in crowded for wait in warming.waits]
    return [
        f"The {alone[0].frames} other frames of the slider are "
        f"{statistics.mean(warming.bytes for warming in alone) / 1000:.0f} kB on their way to the "
        f"page. Of {len(waits)} cells that were run while they were drawn, the median began "
        f"{statistics.median(waits):.0f} ms after it was sent, and the last to begin "
        f"{max(waits):.0f} ms.",
        "",
        at_most("All frames of the slider, drawn and received", seconds, 1, "s"),
        at_most(
            "Another cell begins meanwhile, 95th percentile",
            statistics.quantiles(waits, n=20)[-1],
            50,
            "ms",
        ),
    ]
