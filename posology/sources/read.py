"""One file to its articles: whatever it is, and again at the places that a plan remembers."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import BinaryIO, Protocol, TypeVar, cast

from posology.hints import Hints, Media
from posology.sources.columns import NoColumn
from posology.sources.csv_table import read_csv, read_header
from posology.sources.json_lines import read_json_lines
from posology.sources.kinds import Kind, nature_of
from posology.sources.members import distinct
from posology.sources.model import UNREADABLE, BadInput, Found, Place, RawArticle, Reading, SourceFile, too_large
from posology.sources.opening import open_file
from posology.sources.tar_archive import read_tar
from posology.sources.unpack import CHUNK, Stream
from posology.sources.warc import read_warc
from posology.sources.zip_archive import read_zip

AT_ONCE = Place(0, 0)
"""The place of an article that is a file of its own."""
IN_MEMORY = 1 << 24  # bytes of an unpacked container that wants seeking; a larger one goes to a temporary file


def read_articles(file: SourceFile, reading: Reading) -> Iterator[Found]:
    """Read a file's articles in their order. What cannot be read is given as BadInput; nothing is raised for it.

    Memory is bounded by `reading.article_bytes`, whatever the size of the file. Raises SourceError when a library is
    missing.
    """
    try:
        packed = open_file(file.location)
    except OSError as error:
        yield _unreadable(file.name, error)
        return
    with closing(packed):
        articles = read_open_file(packed, file.name, reading)
        yield from articles if packed.seekable() else _without_places(articles)


def read_open_file(packed: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Read the articles of a file that is open; one that cannot seek is read as well."""
    kind, codec, media = nature_of(name)
    stream = Stream(packed, codec, reading)
    if kind in FLOWING:
        return _or_empty(FLOWING[kind](stream, name, reading, None), name)
    if kind not in SEEKING:
        return _read_article(stream, name, reading, media)
    if codec is None and packed.seekable():
        return _or_empty(SEEKING[kind](packed, name, reading, None), name)
    return _or_empty(_from_temporary(stream, name, reading, SEEKING[kind]), name)


def read_again(file: SourceFile, places: Sequence[Place], reading: Reading) -> Iterator[Found]:
    """Read the articles at places that `read_articles` gave, one for one and in their order.

    An article that is not at its place any more is given as BadInput. Neighbours are read in one go.
    """
    try:
        packed = open_file(file.location)
    except OSError as error:
        yield from (_unreadable(file.name, error) for _ in places)
        return
    with closing(packed):
        articles: Iterator[Found] = iter(())
        for place in places:
            found = next(articles, None)
            if not (isinstance(found, RawArticle) and found.place == place):
                articles = _enter(packed, file.name, place, reading)
                found = next(articles, None)
            if isinstance(found, BadInput) and found.code == UNREADABLE:
                yield found
            else:
                yield found if isinstance(found, RawArticle) and found.place == place else changed(file.name)


def changed(source: str) -> BadInput:
    """The file is not what the plan saw."""
    return BadInput(source, "changed", "The file changed between the plan and its reading; the next run reads it.")


def _enter(packed: BinaryIO, name: str, place: Place, reading: Reading) -> Iterator[Found]:
    """Read a container from one of its places on. Another version of it may give anything, or nothing."""
    kind, codec, media = nature_of(name)
    if kind in SEEKING:
        return SEEKING[kind](packed, name, reading, place)
    header = None
    packed.seek(0)
    if kind == "csv":
        try:
            header = read_header(Stream(packed, codec, reading), reading)
        except NoColumn:
            return iter(())
    packed.seek(place.start)
    stream = Stream(packed, codec, reading, place.start)
    if kind == "csv":
        return read_csv(stream, name, reading, place, header)
    if kind in FLOWING:
        return FLOWING[kind](stream, name, reading, place)
    return _read_article(stream, name, reading, media)


def _read_article(stream: Stream, name: str, reading: Reading, media: Media | None) -> Iterator[Found]:
    """Read a stream that is one article."""
    raw = stream.read(reading.article_bytes + 1)
    if len(raw) > reading.article_bytes:
        yield too_large(name, reading)
    elif stream.broken:
        yield BadInput(name, *stream.broken)
    else:
        yield RawArticle(name, raw, Hints(media=media), AT_ONCE)


def _from_temporary(stream: Stream, name: str, reading: Reading, read: "Read[BinaryIO]") -> Iterator[Found]:
    """Unpack a container that wants seeking into a temporary file, and read that."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as unpacked:
        while chunk := stream.read(CHUNK):
            unpacked.write(chunk)
        unpacked.seek(0)
        for found in _without_places(read(cast(BinaryIO, unpacked), name, reading, None)):
            if not (stream.broken and found.source == name):  # why it is not whole is told below
                yield found
    if stream.broken:
        yield BadInput(name, *stream.broken)


def _or_empty(articles: Iterator[Found], name: str) -> Iterator[Found]:
    """Tell of a container that holds nothing: an export that failed looks like that."""
    first = next(articles, None)
    yield first if first is not None else BadInput(name, "empty", "The file holds no articles; was its export cut off?")
    yield from articles


def _without_places(found: Iterator[Found]) -> Iterator[Found]:
    """Forget the places of a file that is not there to be entered again."""
    return (replace(item, place=None) if isinstance(item, RawArticle) else item for item in found)


def _unreadable(name: str, error: OSError) -> BadInput:
    words = error.strerror or error
    message = f"The file cannot be read ({words}); make it readable, the next run tries again."
    return BadInput(name, UNREADABLE, message)


def _read_parquet(file: BinaryIO, name: str, reading: Reading, start: Place | None) -> Iterator[Found]:
    from posology.sources.parquet import read_parquet  # slow to import

    return read_parquet(file, name, reading, start)


File = TypeVar("File", contravariant=True)


class Read(Protocol[File]):
    """Reads the articles of a container, all of them or those from a place on."""

    def __call__(self, file: File, name: str, reading: Reading, start: Place | None, /) -> Iterator[Found]: ...


def _read_zip(file: BinaryIO, name: str, reading: Reading, start: Place | None) -> Iterator[Found]:
    return distinct(read_zip(file, name, reading, start, read_open_file))


def _read_tar(stream: Stream, name: str, reading: Reading, start: Place | None) -> Iterator[Found]:
    return distinct(read_tar(stream, name, reading, start, read_open_file))


def _read_warc(stream: Stream, name: str, reading: Reading, start: Place | None) -> Iterator[Found]:
    return distinct(read_warc(stream, name, reading, start))


FLOWING: dict[Kind, Read[Stream]] = {
    "jsonl": read_json_lines,
    "csv": read_csv,
    "warc": _read_warc,
    "tar": _read_tar,
}
"""Containers that are read forwards."""
SEEKING: dict[Kind, Read[BinaryIO]] = {"parquet": _read_parquet, "zip": _read_zip}
"""Containers whose table of contents stands at their end."""
