"""JSON Lines: one object a line, one article an object."""

import json
from collections.abc import Iterator
from typing import Any

from posology.sources.columns import NoColumn, choose, to_article
from posology.sources.model import BadInput, Found, Place, Reading, too_large
from posology.sources.unpack import Stream

ESCAPED = 3
"""Bytes of the line for one of the article: a letter of two bytes may be written as \\u00e9."""
BESIDE = 1_000_000  # bytes of a line for what stands beside the content


def read_json_lines(stream: Stream, name: str, reading: Reading, start: Place | None = None) -> Iterator[Found]:
    """Read the articles from where the stream stands; `start` says at which record that is."""
    longest = reading.article_bytes * ESCAPED + BESIDE
    record = start.row - 1 if start else 0
    while True:
        position = stream.position
        line = stream.readline(longest)
        if not line:
            break
        record += 1
        entry = stream.entry(position)
        source, where = f"{name}#{record}", f"Line {record} at byte {position}"
        if len(line) == longest and not line.endswith(b"\n"):
            stream.skip_line()
            yield too_large(source, reading, where)
        elif line.strip(b"\xef\xbb\xbf \t\r\n\0"):
            place = Place(entry, record) if entry is not None else None
            yield _article(source, where, line, place, reading, cut=stream.broken is not None)
    if stream.broken:
        yield BadInput(name, *stream.broken)


def _article(source: str, where: str, line: bytes, place: Place | None, reading: Reading, *, cut: bool) -> Found:
    try:
        row = _parse(line)
    except (ValueError, RecursionError) as error:
        if cut and not line.endswith(b"\n"):
            return BadInput(source, "truncated", f"{where} is cut off; fetch the file again.")
        return BadInput(source, "json", f"{where} is no JSON ({error}); mend the export.")
    if not isinstance(row, dict):
        return BadInput(source, "json", f"{where} holds no object with named fields; write one on each line.")
    try:
        chosen = choose(list(row), reading.columns, sparse=True)
    except NoColumn as error:
        return BadInput(source, "no_column", f"{where}: {error}")
    return to_article(source, row, chosen, place, reading)


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        return json.loads(line.decode("cp1252", "replace"))
