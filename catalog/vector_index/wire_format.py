"""Messages between the shop and the process of its vector index: a head in JSON, and float32 numbers behind it."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Message = tuple[dict[str, Any], Numbers]

_SIZES: Final = struct.Struct("<QQ")
NONE: Final[Numbers] = np.empty(0, np.float32)


class Connection:
    """One end of a socket whose other end is a process of our own.

    Both directions raise `EOFError` or `OSError` where the other side is gone, `TimeoutError` where it says nothing.
    """

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, head: dict[str, Any], numbers: Numbers = NONE) -> None:
        """Send one message; `numbers` of any shape arrive flat."""
        words, data = json.dumps(head).encode(), np.ascontiguousarray(numbers, np.float32).tobytes()
        self._end.sendall(b"".join((_SIZES.pack(len(words), len(data)), words, data)))

    def receive(self) -> Message:
        """Block until a message is here."""
        words, data = _SIZES.unpack(self._exactly(_SIZES.size))
        return json.loads(self._exactly(words)), np.frombuffer(self._exactly(data), np.float32)

    def close(self) -> None:
        """Hang up; whoever waits at either end stops waiting."""
        # Closing alone leaves a thread of this process waiting in `receive`.
        with contextlib.suppress(OSError):  # the other side has hung up before
            self._end.shutdown(socket.SHUT_RDWR)
        self._end.close()

    def _exactly(self, size: int) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            got = self._end.recv_into(view)
            if not got:
                raise EOFError
            view = view[got:]
        return data
