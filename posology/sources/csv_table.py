"""CSV and TSV: a header that names the columns, then one article a record.

Quoting is read strictly. A record whose quotes do not fit is rejected and reading goes on at the line after the one
that it began on: an opening quote that is never closed would else swallow the rest of the file.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from posology.sources.columns import Chosen, NoColumn, choose, to_article
from posology.sources.model import BadInput, Found, Place, Reading
from posology.sources.unpack import Stream

BESIDE = 1_000_000  # bytes of a record for what stands beside the content
DELIMITERS = ",;\t|"


class Header(NamedTuple):
    """The first record, and what was found out from it."""

    columns: tuple[str, ...]
    chosen: Chosen
    delimiter: str


class _Lines:
    """The lines of the record that is being read; they can be taken back, but for the first."""

    def __init__(self, stream: Stream, longest: int) -> None:
        self._stream, self._longest = stream, longest
        self._again: deque[tuple[int, bytes]] = deque()
        self._taken: list[tuple[int, bytes]] = []
        self._size = 0
        self.too_long = False

    def begin(self) -> int | None:
        """Begin a record at the next line; give that line's position, None at the end."""
        self._taken, self._size, self.too_long = [], 0, False
        if not self._again and (fresh := self._read())[1]:
            self._again.append(fresh)
        return self._again[0][0] if self._again else None

    def take_back(self) -> None:
        """Give all lines of the record but its first to the records that follow."""
        self._again.extendleft(taken for taken in reversed(self._taken[1:]) if taken[1])

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        position, line = self._again.popleft() if self._again else self._read()
        self._size += len(line)
        self._taken.append((position, line))
        self.too_long = self._size > self._longest
        if not line or self.too_long:
            raise StopIteration
        return _decode(line)

    def _read(self) -> tuple[int, bytes]:
        """Read a line and where it begins; of one that is too long only so much."""
        position = self._stream.position
        line = self._stream.readline(self._longest)
        if len(line) == self._longest and not line.endswith(b"\n"):
            self._stream.skip_line()
        return position, line


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def read_header(stream: Stream, reading: Reading) -> Header:
    """Read the first record. Raises NoColumn with a message for the user."""
    line = stream.readline(BESIDE)
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoColumn("The table is UTF-16; save it as UTF-8.")
    text = _decode(line.removeprefix(b"\xef\xbb\xbf"))
    delimiter = max(DELIMITERS, key=text.count)
    try:
        columns = next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise NoColumn(f"Its first line names no columns ({error}).") from None
    return Header(tuple(columns), choose(columns, reading.columns), delimiter)


def read_csv(
    stream: Stream, name: str, reading: Reading, start: Place | None = None, header: Header | None = None
) -> Iterator[Found]:
    """Read the articles from where the stream stands: its beginning, or the record `start` of a table with `header`."""
    if header is None:
        try:
            header = read_header(stream, reading)
        except NoColumn as error:
            yield BadInput(name, *(stream.broken or ("no_column", str(error))))
            return
    longest = reading.article_bytes * 2 + BESIDE
    csv.field_size_limit(longest)
    lines = _Lines(stream, longest)
    record = start.row - 1 if start else 0
    while (position := lines.begin()) is not None:
        row, problem = _next_row(lines, header)
        if row == [] and problem is None:
            continue  # a blank line
        record += 1
        source = f"{name}#{record}"
        if problem is not None:
            lines.take_back()
            code = "truncated" if stream.broken else "csv"
            yield BadInput(source, code, f"Record {record} at byte {position} {problem}.")
            continue
        entry = stream.entry(position)
        place = Place(entry, record) if entry is not None else None
        yield to_article(source, dict(zip(header.columns, row, strict=False)), header.chosen, place, reading)
    if stream.broken:
        yield BadInput(name, *stream.broken)


def _next_row(lines: _Lines, header: Header) -> tuple[list[str], str | None]:
    try:
        row = next(csv.reader(lines, delimiter=header.delimiter, strict=True), [])
    except csv.Error as error:
        if lines.too_long:
            return [], "is longer than an article may be; is a quotation mark never closed?"
        return [], f"is not quoted as CSV is ({error}); a quotation mark in the text is written twice"
    if row and len(row) != len(header.columns):
        return [], f"has {len(row)} fields, and the header {len(header.columns)}; is it quoted rightly?"
    return row, None
