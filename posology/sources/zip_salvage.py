"""What is left of a zip without its list of members, which stands at the end: the members before the break.

The headers in front of the members are followed, as far as they say how long the members are; those of a zip that was
written as a stream say it only behind them, and are not followed.
"""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

from posology.sources.members import Member, ReadMember, is_hidden, name_of, read_member
from posology.sources.model import BadInput, Found, Reading, too_large

_HEADER = struct.Struct("<4s5H3L2H")
_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED, _LENGTH_FOLLOWS, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8


class _Header(NamedTuple):
    """What a member's own header says, as far as it is needed."""

    flags: int
    method: int
    packed: int
    path: str


def salvage(file: BinaryIO, name: str, reading: Reading, read: ReadMember) -> Iterator[Found]:
    """Read the members that are whole."""
    file.seek(0)
    while (header := _read_header(file)) and not header.flags & (_ENCRYPTED | _LENGTH_FOLLOWS):
        source = name_of(name, header.path)
        if header.packed > reading.article_bytes:
            file.seek(header.packed, 1)
            yield too_large(source, reading)
            continue
        packed = file.read(header.packed)
        if len(packed) < header.packed:
            yield BadInput(source, "truncated", "The archive ends within the member; fetch it again.")
            return
        if header.path.endswith("/") or is_hidden(header.path):
            continue
        data = _unpack(packed, header.method, reading.article_bytes + 1)
        if data is None:
            yield BadInput(source, "damaged", "The member is not packed as its header says; fetch the archive again.")
        else:
            yield from read_member(Member(BytesIO(data)), source, len(data), None, reading, read)


def _read_header(file: BinaryIO) -> _Header | None:
    data = file.read(_HEADER.size)
    if len(data) < _HEADER.size or not data.startswith(_SIGNATURE):
        return None
    _, _, flags, method, _, _, _, packed, _, path_length, extra_length = _HEADER.unpack(data)
    path = file.read(path_length).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    file.seek(extra_length, 1)
    return _Header(flags, method, packed, path)


def _unpack(packed: bytes, method: int, limit: int) -> bytes | None:
    if method == _STORED:
        return packed
    if method != _DEFLATED:
        return None
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit)
    except zlib.error:
        return None
