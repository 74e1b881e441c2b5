"""`make site-serve`: shows what `make site` has built, compressed as a public server would."""

from __future__ import annotations

import argparse
import gzip
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

FOLDER = Path(__file__).resolve().parents[2] / "build" / "site"
PORT = 8000
_COMPRESSED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".py", ".ipynb"}


class Handler(SimpleHTTPRequestHandler):
    """Serves files; says their kinds itself, since not every system knows those of scripts."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012, as in the class above
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Compress what a public server compresses."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        wants = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (wants and path.suffix in _COMPRESSED and path.is_file()):
            return super().send_head()
        packed = gzip.compress(path.read_bytes(), 6)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return io.BytesIO(packed)

    def log_message(self, *_: object) -> None:
        """Say nothing of each file."""


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve a folder; yield its address, which ends with a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=os.fspath(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Serve until somebody presses Ctrl+C."""
    parser = argparse.ArgumentParser(prog="python -m tools.site.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    wanted = parser.parse_args()
    if not (FOLDER / "index.html").exists():
        raise SystemExit("There is nothing in build/site yet. Build it first: make site")
    with serving(FOLDER, wanted.port) as address:
        print(f"The pages are at {address} until you press Ctrl+C.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
