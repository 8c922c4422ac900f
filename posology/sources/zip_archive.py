"""Zip: one member an article, or a table of them. Its list of members stands at the end and is held in memory."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from posology.sources.members import Member, ReadMember, is_hidden, name_of, read_member
from posology.sources.model import BadInput, Found, Place, Reading
from posology.sources.zip_salvage import salvage

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # those that unpack in bounded steps
_ENCRYPTED = 0x1
ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises for an archive that is not as it should be."""


def read_zip(file: BinaryIO, name: str, reading: Reading, start: Place | None, read: ReadMember) -> Iterator[Found]:
    """Read the articles of a seekable file, from the member `start` on.

    Members may overlap, so that an archive of a few megabytes unpacks to terabytes: what all of them unpack to is
    bounded as one stream is.
    """
    try:
        packed = file.seek(0, io.SEEK_END)
        archive = zipfile.ZipFile(file)
    except (*ERRORS, OSError) as error:
        yield from salvage(file, name, reading, read)
        yield BadInput(name, "zip", f"It is no whole zip archive ({error}); pack or fetch it again.")
        return
    allowed, given = max(reading.article_bytes, reading.expansion * packed), 0
    members = [info for info in archive.infolist() if not info.is_dir() and not is_hidden(info.filename)]
    for number in range(start.start if start else 0, len(members)):
        info = members[number]
        source = name_of(name, info.filename)
        if given > allowed:
            message = f"It unpacks to more than {reading.expansion} times its size (setting expansion)"
            yield BadInput(name, "bomb", f"{message}; {len(members) - number} members were not read.")
            return
        if problem := _problem(info):
            yield BadInput(source, *problem)
            continue
        try:
            opened = archive.open(info)
        except (*ERRORS, OSError) as error:
            yield BadInput(source, "damaged", f"Member {number + 1} cannot be read ({error}); pack or fetch it again.")
            continue
        with opened:
            member = Member(opened, ERRORS, allowed - given)
            yield from read_member(member, source, info.file_size, Place(number, 0), reading, read)
            given += member.given


def _problem(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    if info.flag_bits & _ENCRYPTED:
        return "encrypted", "The member is encrypted; pack it again without a password."
    if info.compress_type not in _METHODS:
        return "unsupported", f"The member is packed by method {info.compress_type}; pack it again with deflate."
    return None
