"""The HTTP response in a record of a crawl: status, media type, charset, and the payload as a browser would see it."""

import zlib
from collections.abc import Callable
from email.message import Message as MimeHeaders
from io import BytesIO
from typing import NamedTuple

import brotli
from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from posology.hints import Hints, Media
from posology.sources.model import BadInput, Reading, too_large
from posology.sources.unpack import Codec, Stream

_ARTICLES: dict[str, Media | None] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "": None,  # not said: cleaning looks at the bytes
    "application/octet-stream": None,
}
"""Types that an article can have."""
_PARTS = ("image/", "audio/", "video/", "font/", "model/", "application/", "text/css", "text/javascript")
_DATA = ("text/xml", "text/dns", "text/calendar", "text/csv")
"""Beginnings of types that parts of pages and data have; they are passed over."""


class Message(NamedTuple):
    """A payload and what its header says of it."""

    payload: bytes
    media: Media | None
    charset: str | None

    def hints(self, url: str | None) -> Hints:
        """What is known of the article at this address."""
        return Hints(url=url, media=self.media, charset=self.charset)


def read_message(block: bytes, source: str, reading: Reading) -> Message | BadInput | None:
    """Read a response: None when it is no article (a redirect, a picture), BadInput when it should have been one."""
    file = BytesIO(block)
    headers = StatusAndHeadersParser(["HTTP/"], verify=False).parse(file)
    status = headers.get_statuscode()
    if status.startswith("3") and headers.get_header("Location"):
        return None
    message = read_resource(b"", headers.get_header("Content-Type"), source)
    if not isinstance(message, Message):
        return message
    if not status.startswith("2"):
        return BadInput(source, "http_status", f"The server answered {headers.statusline[:80]!r} and sent no article.")
    payload = _unpacked(file.read(), headers, source, reading)
    return payload if isinstance(payload, BadInput) else message._replace(payload=payload)


def read_resource(payload: bytes, content_type: str | None, source: str) -> Message | BadInput | None:
    """Read a payload of a media type as headers write it; None when it is no article, BadInput for an unknown type."""
    mime = MimeHeaders()
    mime["Content-Type"] = " ".join((content_type or "").split())[:200]
    media = str(mime["Content-Type"]).partition(";")[0].strip().lower()
    if media not in _ARTICLES:
        message = f"Its media type {media[:80]!r} is unknown; known are {', '.join(sorted(_ARTICLES)[1:])}."
        return None if media.startswith(_PARTS + _DATA) else BadInput(source, "media_type", message)
    charset = mime.get_param("charset")
    return Message(payload, _ARTICLES[media], charset if isinstance(charset, str) else None)


def _unpacked(payload: bytes, headers: StatusAndHeaders, source: str, reading: Reading) -> bytes | BadInput:
    """Undo the transfer's and the content's encoding. Crawls often have, and left the header: then nothing is done."""
    if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
        payload = ChunkedDataReader(BytesIO(payload)).read()
    coding = (headers.get_header("Content-Encoding") or "").lower().strip()
    if coding not in _CODINGS:
        return payload
    unpacked = _CODINGS[coding](payload, reading)
    if unpacked is None:
        return payload
    return too_large(source, reading, "The page") if len(unpacked) > reading.article_bytes else unpacked


Coding = Callable[[bytes, Reading], bytes | None]
"""Unpacks to at most one byte more than an article may have; None when the payload is not packed so."""


def _stream(codec: Codec) -> Coding:
    def unpack(payload: bytes, reading: Reading) -> bytes | None:
        return Stream(BytesIO(payload), codec, reading).read(reading.article_bytes + 1) or None

    return unpack


def _inflate(payload: bytes, reading: Reading) -> bytes | None:
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # some servers leave zlib's header out
        try:
            return zlib.decompressobj(window).decompress(payload, reading.article_bytes + 1)
        except zlib.error:
            continue
    return None


def _brotli(payload: bytes, reading: Reading) -> bytes | None:
    unpacker = brotli.Decompressor()
    unpacked = bytearray()
    try:
        while len(unpacked) <= reading.article_bytes:
            piece = unpacker.process(b"" if unpacked else payload, output_buffer_limit=1 << 16)
            if not piece:
                break
            unpacked += piece
    except brotli.error:
        return None
    return bytes(unpacked) or None


_CODINGS: dict[str, Coding] = {
    "gzip": _stream("gzip"),
    "x-gzip": _stream("gzip"),
    "zstd": _stream("zstd"),
    "deflate": _inflate,
    "br": _brotli,
}
