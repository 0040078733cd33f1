"""`shoplens` in a terminal: what a person reads there, and types."""

from __future__ import annotations

import asyncio
import codecs
import fcntl
import os
import pty
import re
import struct
import termios
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.shop import command

WIDTH: Final = 100
TOKEN_ASKED: Final = "Token (it stays hidden): "
"""With its last space, which comes once the terminal hides what is typed; whatever was typed before that is lost."""

_PATIENCE_S: Final = 60
_PRESSED_AGAIN_AFTER_S: Final = 2
_ESCAPE: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """`async with` runs the command until its end; whoever leaves sooner kills it.  `raw` is all that was written."""

    def __init__(self, *arguments: str, folder: Path, environment: Mapping[str, str]) -> None:
        self._command = command(*arguments)
        self._folder = folder
        self._environment = {**environment, "TERM": "xterm-256color"}
        self._read = 0
        self._news, self._over = asyncio.Event(), asyncio.Event()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.raw = ""

    async def __aenter__(self) -> Self:
        self._keyboard, screen = pty.openpty()
        fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 60, WIDTH, 0, 0))
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            cwd=self._folder,
            env=self._environment,
            stdin=screen,
            stdout=screen,
            stderr=screen,
            # Of its own with this terminal, so that Ctrl-C reaches it.
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(screen)
        asyncio.get_running_loop().add_reader(self._keyboard, self._take)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        asyncio.get_running_loop().remove_reader(self._keyboard)
        os.close(self._keyboard)

    @property
    def text(self) -> str:
        """All that was written, without colours."""
        return _ESCAPE.sub("", self.raw)

    async def shows(self, words: str) -> str:
        """Wait until the words come, after those waited for before; what was written since then."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                while words not in self.text[self._read :] and not self._over.is_set():
                    self._news.clear()
                    await self._news.wait()
        before, found, _ = self.text[self._read :].partition(words)
        assert found, f"{words!r} did not come; the terminal shows:\n{self.text}"
        self._read += len(before) + len(words)
        return before + words

    def types(self, words: str = "") -> None:
        """Type a line and press Enter."""
        os.write(self._keyboard, f"{words}\n".encode())

    async def interrupts(self) -> None:
        """Press Ctrl-C, and again where nothing comes of it: Python overlooks one just before it waits for a key."""
        async with asyncio.timeout(_PATIENCE_S):
            while not self._stops:
                os.write(self._keyboard, b"\x03")
                with suppress(TimeoutError):
                    async with asyncio.timeout(_PRESSED_AGAIN_AFTER_S):
                        while not self._stops:
                            self._news.clear()
                            await self._news.wait()

    async def ends(self) -> int:
        """The exit status."""
        async with asyncio.timeout(_PATIENCE_S):
            await self._over.wait()
            return await self._process.wait()

    @property
    def _stops(self) -> bool:
        return "Stopped." in self.text or self._over.is_set()

    def _take(self) -> None:
        try:
            some = os.read(self._keyboard, 65536)
        except OSError:  # nobody has it open any more
            some = b""
        self.raw += self._decoder.decode(some).replace("\r\n", "\n")
        self._news.set()
        if not some:
            asyncio.get_running_loop().remove_reader(self._keyboard)
            self._over.set()
