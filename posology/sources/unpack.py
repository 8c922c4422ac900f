"""A byte stream out of a plain, gzip or zstd file: bounded in memory, and never an exception in the middle.

A stream that breaks (damage, a bomb, a network that fails) ends there, and `broken` says why: so whatever came before
the break is read like any other. Gzip files may hold many members, zstd files many frames; as crawls write one for
each record, their beginnings are places where the file can be entered again.
"""

import io
import sys
import zlib
from collections import deque
from typing import BinaryIO, Literal, Protocol

from posology.sources.model import UNREADABLE, Broken, Damaged, Reading
from posology.sources.opening import read_patiently

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Codec = Literal["gzip", "zstd"]
CODECS: dict[str, Codec] = {".gz": "gzip", ".zst": "zstd"}
"""The codecs by the suffix of the file name."""
CHUNK = 1 << 16
MEMBERS_KEPT = 4096  # of those begun before the position that is read; a buffer of them is all that is ever asked for


class _Unpacker(Protocol):
    """What the decompressors of Python's compression modules have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gunzip:
    """zlib's decompressor in the manners of the younger ones."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)
        self._rest = b""

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._rest

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        unpacked = self._zlib.decompress(self._rest + data, max(0, max_length))
        self._rest = self._zlib.unconsumed_tail
        return unpacked


def _unpacker(codec: Codec) -> _Unpacker:
    return _Gunzip() if codec == "gzip" else zstd.ZstdDecompressor()


class Stream:
    """The unpacked bytes of a file, read forwards.

    `start` is the offset at which `packed` stands; errors and places count from the beginning of the file.
    """

    def __init__(self, packed: BinaryIO, codec: Codec | None, reading: Reading, start: int = 0) -> None:
        self._raw = _Unpacked(packed, codec, reading, start)
        self._buffer = io.BufferedReader(self._raw, CHUNK)
        self.position = 0
        """Unpacked bytes read so far."""

    @property
    def broken(self) -> Broken | None:
        """Why the stream ended early; to be asked at its end."""
        return self._raw.broken

    def read(self, size: int) -> bytes:
        """Read `size` bytes, fewer only at the end."""
        data = self._buffer.read(size)
        self.position += len(data)
        return data

    def readline(self, limit: int) -> bytes:
        """Read a line with its end; at most `limit` bytes of it."""
        line = self._buffer.readline(limit)
        self.position += len(line)
        return line

    def skip_line(self) -> None:
        """Leave out the rest of a line."""
        while (piece := self.readline(CHUNK)) and not piece.endswith(b"\n"):
            pass

    def entry(self, position: int) -> int | None:
        """Offset in the file at which reading it anew begins with this unpacked byte, if there is one.

        Ask for positions in their order.
        """
        return self._raw.entry(position)


class _Unpacked(io.RawIOBase):
    def __init__(self, packed: BinaryIO, codec: Codec | None, reading: Reading, start: int) -> None:
        self.broken: Broken | None = None
        self._packed, self._codec, self._reading, self._start = packed, codec, reading, start
        self._taken = self._given = 0  # bytes packed and unpacked
        self._waiting = b""  # read, and not yet given to a decompressor
        self._unpacker: _Unpacker | None = None
        self._members: deque[tuple[int, int]] = deque(maxlen=MEMBERS_KEPT)

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        data = b"" if self.broken else self._next(len(target))
        target[: len(data)] = data
        self._given += len(data)
        return len(data)

    def entry(self, position: int) -> int | None:
        if self._codec is None:
            return self._start + position
        while self._members and self._members[0][0] < position:
            self._members.popleft()
        return self._members[0][1] if self._members and self._members[0][0] == position else None

    def _next(self, size: int) -> bytes:
        if self._codec is None:
            return self._fetch(size)
        data = b""
        while not data and not self.broken:
            if self._unpacker is None and not self._begin_member():
                break
            data = self._unpack(size)
        if self._given > max(self._reading.article_bytes, self._reading.expansion * self._taken):
            self._break(
                "bomb",
                f"It unpacks to more than {self._reading.expansion} times its size (setting expansion); "
                "reading stopped there.",
            )
        return data

    def _begin_member(self) -> bool:
        """Start on the next gzip member or zstd frame; False at the end of the file."""
        self._waiting = self._waiting or self._fetch(CHUNK)
        if self._taken and self._codec == "gzip" and not self._waiting.strip(b"\0"):
            while self._waiting and not self.broken:  # tapes and some servers pad with zeros
                self._waiting = self._fetch(CHUNK).strip(b"\0")
        if not self._waiting or self._codec is None:
            return False
        self._members.append((self._given, self._start + self._taken - len(self._waiting)))
        self._unpacker = _unpacker(self._codec)
        return True

    def _unpack(self, size: int) -> bytes:
        unpacker = self._unpacker
        assert unpacker is not None
        if unpacker.needs_input and not self._waiting:
            self._waiting = self._fetch(CHUNK)
            if not self._waiting:
                self._break("truncated", f"The {self._codec} data ends too early; fetch it again.")
                return b""
        try:
            data = unpacker.decompress(self._waiting, size)
        except (zlib.error, zstd.ZstdError) as error:
            self._break("damaged", f"This is no {self._codec} data ({error}); fetch it again.")
            return b""
        self._waiting = b""
        if unpacker.eof:
            self._waiting, self._unpacker = unpacker.unused_data, None
        return data

    def _fetch(self, size: int) -> bytes:
        try:
            data = read_patiently(self._packed, size)
        except OSError as error:
            words = error.strerror or error
            self._break(UNREADABLE, f"The file cannot be read on ({words}); the next run tries again.")
            return b""
        except Damaged as error:
            self._break(error.code, f"The archive cannot be read on: {error}.")
            return b""
        self._taken += len(data)
        return data

    def _break(self, code: str, message: str) -> None:
        if self.broken is None:
            self.broken = Broken(code, f"At byte {self._start + self._taken}: {message}")
