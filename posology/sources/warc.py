"""WARC and WET: one article a record, as crawls keep them; records of other kinds are passed over.

The headers are warcio's to read. Where a record ends is found out here: lengths lie, and a reader that believes them
loses the records behind, or all memory. A record that holds the beginning of the next one, or is not followed by one,
is rejected, and reading goes on at the next that begins.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Literal, NamedTuple

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from posology.sources.http_message import Message, read_message, read_resource
from posology.sources.model import BadInput, Found, Place, RawArticle, Reading, too_large
from posology.sources.unpack import CHUNK, Stream

_VERSIONS = ["WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"]
_WITH_ARTICLE = {"response", "resource", "conversion"}
_PASSED_OVER = {"warcinfo", "request", "metadata", "revisit", "continuation"}
_NAME_LOOKUP = "text/dns"  # which some crawlers keep as a response
_BEGINS = b"WARC/"
_next = re.compile(rb"\r?\n\r?\n(?=WARC/[01]\.[0-9]+\r?\n)")
_begin = re.compile(rb"(?:^|(?<=\n))WARC/[01]\.[0-9]+\r?\n")
_OVERLAP = 32  # bytes in which the end of a record and the first line of the next find room
LONGEST_HEADER = 65_536
HTTP_HEADER = 65_536  # bytes of a record for what stands before its payload

Ending = Literal["whole", "next", "cut"]


class _Tape:
    """The stream with the power to give bytes back."""

    def __init__(self, stream: Stream) -> None:
        self._stream, self._back = stream, b""

    @property
    def position(self) -> int:
        return self._stream.position - len(self._back)

    def read(self, size: int) -> bytes:
        if self._back:
            data, self._back = self._back[:size], self._back[size:]
            return data
        return self._stream.read(size)

    def readline(self, limit: int) -> bytes:
        if not self._back:
            return self._stream.readline(limit)
        end = self._back.find(b"\n", 0, limit)
        line = self._back[: end + 1] if end >= 0 else self._back[:limit]
        self._back = self._back[len(line) :]
        return line if end >= 0 or len(line) == limit else line + self._stream.readline(limit - len(line))

    def give_back(self, data: bytes) -> None:
        self._back = data + self._back


class _Record(NamedTuple):
    headers: StatusAndHeaders
    length: int


class _NoRecord(Exception):
    """What stands here is no header of a record."""


def read_warc(stream: Stream, name: str, reading: Reading, start: Place | None = None) -> Iterator[Found]:
    """Read the articles from where the stream stands; `start` says at which record that is."""
    tape = _Tape(stream)
    number = start.row - 1 if start else 0
    while _skip_blank_lines(tape):
        position = tape.position
        number += 1
        source, where = f"{name}#{number}", f"Record {number} at byte {position}"
        try:
            record = _read_header(tape)
        except _NoRecord as error:
            yield BadInput(source, "warc", f"{where} {error}; reading went on at the next record.")
            _find_next(tape)
            continue
        source = f"{name}#{_identity(record.headers) or number}"
        block, ending = _read_block(tape, record.length, reading.article_bytes + HTTP_HEADER)
        if ending == "whole" and not _is_followed(tape, block[-_OVERLAP:]):
            _find_next(tape)
            ending = "next"
        if ending == "whole":
            entry = stream.entry(position)
            place = Place(entry, number) if entry is not None else None
            yield from _articles(record, block, source, place, reading)
        elif ending == "cut" and stream.broken:
            yield BadInput(source, stream.broken.code, f"{where} is cut off. {stream.broken.message}")
        elif ending == "cut":
            yield BadInput(source, "truncated", f"{where} is cut off: the file ends too early; fetch it again.")
        else:
            yield BadInput(source, "length", f"{where} is not as long as it says ({record.length:,} bytes).")
    if stream.broken:
        yield BadInput(name, *stream.broken)


def _skip_blank_lines(tape: _Tape) -> bool:
    """Go to the next line that is not blank; False at the end."""
    while line := tape.readline(LONGEST_HEADER):
        if line.strip(b"\r\n\0 \t"):
            tape.give_back(line)
            return True
    return False


def _read_header(tape: _Tape) -> _Record:
    lines: list[bytes] = []
    size = 0
    while size < LONGEST_HEADER and (line := tape.readline(LONGEST_HEADER)).strip(b"\r\n"):
        lines.append(line)
        size += len(line)
        if not lines[0].startswith(_BEGINS):
            raise _NoRecord("does not begin like a WARC record")
    if size >= LONGEST_HEADER:
        raise _NoRecord(f"has a header of more than {LONGEST_HEADER:,} bytes")
    try:
        headers = StatusAndHeadersParser(_VERSIONS).parse(BytesIO(b"".join(lines) + b"\r\n"))
        length = int(headers.get_header("Content-Length") or "")
    except (StatusAndHeadersParserException, ValueError, EOFError):
        raise _NoRecord("has a header without a version or a length") from None
    if length < 0:
        raise _NoRecord(f"says that it is {length} bytes long")
    return _Record(headers, length)


def _read_block(tape: _Tape, length: int, kept: int) -> tuple[bytes, Ending]:
    """Read a block of the length that its header tells, keeping at most `kept` bytes of it and its last ones.

    It ends early where the file does, and where the next record begins.
    """
    block, tail, left = bytearray(), b"", length
    while left:
        chunk = tape.read(min(left, CHUNK))
        if not chunk:
            return bytes(block), "cut"
        window = tail + chunk
        if found := _next.search(window):
            tape.give_back(window[found.end() :])
            return bytes(block), "next"
        block += chunk[: max(0, kept - len(block))]
        left -= len(chunk)
        tail = window[-_OVERLAP:]
    if length > kept:
        block += tail
    return bytes(block), "whole"


def _is_followed(tape: _Tape, tail: bytes) -> bool:
    """Whether a record or the end of the file follows; what follows instead is given back, with the block's tail."""
    if not _skip_blank_lines(tape):
        return True
    line = tape.readline(LONGEST_HEADER)
    followed = _begin.match(line) is not None
    tape.give_back(line if followed else tail + line)
    return followed


def _find_next(tape: _Tape) -> None:
    """Go to the next line that begins a record, or to the end."""
    tail = b""
    while chunk := tape.read(CHUNK):
        window = tail + chunk
        if found := _begin.search(window, 1 if tail else 0):
            tape.give_back(window[found.start() :])
            return
        tail = window[-_OVERLAP:]


def _identity(headers: StatusAndHeaders) -> str | None:
    return (headers.get_header("WARC-Record-ID") or "").strip("<> ")[:200] or None


def _articles(
    record: _Record, block: bytes, source: str, place: Place | None, reading: Reading
) -> Iterator[RawArticle | BadInput]:
    kind = (record.headers.get_header("WARC-Type") or "").lower()
    if kind in _PASSED_OVER:
        return
    if kind not in _WITH_ARTICLE:
        yield BadInput(source, "warc", f"The record's type {kind[:40]!r} is unknown.")
        return
    if record.length > reading.article_bytes + HTTP_HEADER:
        yield too_large(source, reading, "The record")
        return
    url = (record.headers.get_header("WARC-Target-URI") or "").strip("<> ") or None
    content_type = record.headers.get_header("Content-Type")
    if kind != "response" or content_type == _NAME_LOOKUP:
        message = read_resource(block, content_type, source)
    elif block.startswith(b"HTTP/"):
        message = read_message(block, source, reading)
    else:
        message = BadInput(source, "http_status", "The record holds no answer of a web server.")
    if isinstance(message, Message):
        yield RawArticle(source, message.payload, message.hints(url), place)
    elif message is not None:
        yield message
