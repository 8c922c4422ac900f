"""Tar: one member an article, or a table of them; read forwards, so that it may be packed as a whole."""

import io
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from posology.sources.members import Member, ReadMember, is_hidden, name_of, read_member
from posology.sources.model import BadInput, Damaged, Found, Place, Reading
from posology.sources.unpack import CHUNK, Stream

ERRORS = (tarfile.TarError, Damaged, EOFError, ValueError, OverflowError, IndexError)
"""What tarfile raises for an archive that is not as it should be."""
LONGEST_HEADER = 1 << 20  # bytes of a member's header; tarfile would read as many as it says


class _Forwards(io.RawIOBase):
    """The stream as tarfile wants it: it tells where it is, and seeks where that means to skip."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.last = b""
        """What was read last."""

    def tell(self) -> int:
        return self._stream.position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        del whence  # tarfile knows no other
        if offset < self._stream.position:
            raise Damaged("a member lies before its header")
        while (left := offset - self._stream.position) and self._stream.read(min(left, CHUNK)):
            pass
        return self._stream.position

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= LONGEST_HEADER:
            raise Damaged(f"a header says that it is {size:,} bytes long")
        self.last = self._stream.read(size)
        return self.last


class _Slice(io.RawIOBase):
    """The bytes of a member."""

    def __init__(self, stream: Stream, size: int) -> None:
        self._stream, self._left = stream, size

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(min(size, self._left))
        if not data and self._left and size:
            raise Damaged("the archive ends within the member")
        self._left -= len(data)
        return data


def read_tar(stream: Stream, name: str, reading: Reading, start: Place | None, read: ReadMember) -> Iterator[Found]:
    """Read the articles from where the stream stands: its beginning, or the header of the member `start`."""
    base = start.start if start else 0
    file = _Forwards(stream)
    number = start.row - 1 if start else 0
    archive: tarfile.TarFile | None = None
    while True:
        position = base + stream.position
        try:
            if archive is None:
                archive = tarfile.TarFile(fileobj=cast(BinaryIO, file), errorlevel=2)
            info = archive.next()
        except ERRORS as error:
            yield BadInput(name, *_break(stream, f"At byte {position}: the tar archive is damaged ({error})"))
            return
        if info is None:
            break
        vars(archive)["members"].clear()  # else it keeps them all
        number += 1
        source = name_of(name, info.name)
        if not info.isreg() or is_hidden(info.name):
            continue
        if info.issparse():
            yield BadInput(source, "unsupported", "The member is a sparse file; pack it again without --sparse.")
            continue
        entry = stream.entry(info.offset)
        place = Place(entry, number) if entry is not None else None
        file.seek(info.offset_data)
        yield from read_member(Member(_Slice(stream, info.size)), source, info.size, place, reading, read)
    position, end = base + stream.position, file.last
    if end.strip(b"\0") or _holds_more(stream):
        yield BadInput(name, *_break(stream, f"At byte {position}: no header of a member"))
    elif stream.broken:
        yield BadInput(name, *stream.broken)
    elif not end:
        yield BadInput(name, "truncated", "The archive has no end mark; were members cut off? Fetch it again.")


def _holds_more(stream: Stream) -> bool:
    """Whether anything but padding follows; reading to the end also has the packing checked."""
    while chunk := stream.read(CHUNK):
        if chunk.strip(b"\0"):
            return True
    return False


def _break(stream: Stream, message: str) -> tuple[str, str]:
    return stream.broken or ("damaged", f"{message}; what follows was not read.")
