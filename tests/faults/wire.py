"""A line between a bot and a server that breaks when it is told to: real sockets on loopback."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Final, Literal, Self

State = Literal["whole", "cut", "silent", "half-closed", "slow"]

_SLOW_S: Final = 0.002
_HEADER_BYTES: Final = 30


class Wire:
    """`async with Wire(port)`: what connects to `address` reaches that port of this machine while `state` is "whole".

    - "cut": what is open was reset, what is new is reset at once
    - "silent": what is sent arrives nowhere, and nobody says so
    - "half-closed": of the next answer the first bytes come, then the end; after that the line is whole
    - "slow": answers come in small pieces
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()
        self.state: State = "whole"
        self.broken = 0
        """How many connections were reset or ended half way."""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()[:2]
        self.address = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        self._reset()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    def turn(self, state: State) -> None:
        """From now on the line is like this."""
        self.state = state
        if state == "cut":
            self._reset()

    def _reset(self) -> None:
        for writer in list(self._open):
            self.broken += 1
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.state == "cut":
            self.broken += 1
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        ends = {writer, back}
        self._open |= ends
        pumps = {asyncio.create_task(self._ask(reader, back)), asyncio.create_task(self._answer(there, writer))}
        self._pumps |= pumps
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.close()
            self._open -= ends
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            self._pumps -= pumps

    async def _ask(self, client: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await client.read(65536):
                if self.state != "silent":
                    server.write(data)
                    await server.drain()

    async def _answer(self, server: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await server.read(65536):
                if self.state == "half-closed":
                    self.state = "whole"
                    self.broken += 1
                    client.write(data[:_HEADER_BYTES])
                    await client.drain()
                    return
                for start in range(0, len(data), step := 64 if self.state == "slow" else len(data)):
                    client.write(data[start : start + step])
                    await client.drain()
                    await asyncio.sleep(_SLOW_S if self.state == "slow" else 0)
