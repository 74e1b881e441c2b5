"""A network in between: passes bytes on, later. A browser on Binder is that far from its kernel."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def slow_network(port: int, round_trip: float) -> Iterator[int]:
    """Yield a port that leads to ``port`` on this machine, half a round trip away each way."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        with contextlib.suppress(asyncio.CancelledError):  # at the end, by hang_up
            await asyncio.gather(
                _pass_on(reader, back, round_trip / 2), _pass_on(there, writer, round_trip / 2)
            )

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(connected, "127.0.0.1", 0)

    async def hang_up() -> None:
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(hang_up(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float
) -> None:
    """Write what is read, each piece ``delay`` seconds later; reading goes on meanwhile."""
    loop, under_way = asyncio.get_running_loop(), asyncio.Queue()

    async def deliver() -> None:
        while piece := await under_way.get():
            due, data = piece
            await asyncio.sleep(due - loop.time())
            writer.write(data)
            await writer.drain()
        writer.close()

    delivery = asyncio.create_task(deliver())
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            under_way.put_nowait((loop.time() + delay, data))
    under_way.put_nowait(None)
    with contextlib.suppress(ConnectionError):
        await delivery
