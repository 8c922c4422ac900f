"""WARC, WET, zip and tar to articles: what they hold, where it is found again, and what hostile ones become."""

import gzip
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from posology.hints import Hints
from posology.sources.model import RawArticle, SourceFile
from posology.sources.read import read_again
from tests.containers import ARCHIVES, MEMBERS, TEXTS, http, packed, tar_of, warc_record, zip_of, zstd
from tests.test_sources_tables import READING, read_bytes, told


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_archive_gives_its_articles(tmp_path: Path, name: str) -> None:
    found = read_bytes(tmp_path, name, ARCHIVES[name])
    assert [item.raw.decode() for item in found if isinstance(item, RawArticle)] == TEXTS, found
    assert len({item.source for item in found}) == len(found)


ENTERED = ["a.warc", "a.warc.gz", "a.warc.zst", "a.warc.wet.gz", "a.zip", "stored.zip", "a.tar"]


@pytest.mark.parametrize("wanted", [[0, 1, 2, 3, 4], [3, 4], [0, 2, 4], [4, 0]])
@pytest.mark.parametrize("name", ENTERED)
def test_articles_are_read_again_at_their_places(tmp_path: Path, name: str, wanted: list[int]) -> None:
    found = read_bytes(tmp_path, name, ARCHIVES[name])
    places = [item.place for item in found if isinstance(item, RawArticle) and item.place is not None]
    again = read_again(SourceFile(str(tmp_path / name), name), [places[number] for number in wanted], READING)
    assert list(again) == [found[number] for number in wanted]


@pytest.mark.parametrize("name", set(ARCHIVES) - set(ENTERED))
def test_what_cannot_be_entered_has_no_places(tmp_path: Path, name: str) -> None:
    found = read_bytes(tmp_path, name, ARCHIVES[name])
    assert all(item.place is None for item in found[1:] if isinstance(item, RawArticle) and "4.txt" not in item.source)


def test_a_record_tells_address_type_and_charset(tmp_path: Path) -> None:
    page = warc_record(1, http(b"<p>zinc", kind="text/html; charset=windows-1252"))
    found = read_bytes(tmp_path, "a.warc", page)
    assert isinstance(found[0], RawArticle)
    assert found[0].source == "a.warc#urn:uuid:1"
    assert found[0].hints == Hints(url="https://example.com/1", media="html", charset="windows-1252")


LONG = b" ".join(b"%d" % (number * 7919 % 100_003) for number in range(30_000))
GOOD = warc_record(9, http(b"good"))
PAYLOADS = [
    # response, what is told
    (http(b"one", kind="text/html"), ["one"]),
    (http(b"one", kind="image/png"), []),
    (http(b"one", kind="text/css"), []),
    (http(b"one", kind="txet/html"), ["!media_type"]),
    (http(b"one", kind=""), ["one"]),
    (http(b"", "300 Odd"), ["!http_status"]),
    (http(b"one", kind='text/html; charset="'), ["one"]),
    (http(b"", "301 Moved", Location="/x"), []),
    (http(b"gone", "404 Not Found"), ["!http_status"]),
    (http(b"odd", "abc"), ["!http_status"]),
    (http(b"3\r\none\r\n0\r\n\r\n", Transfer_Encoding="chunked"), ["one"]),
    (http(b"one", Transfer_Encoding="chunked"), ["one"]),
    (http(b"7fffffff\r\none", Transfer_Encoding="chunked"), ["one"]),
    (http(gzip.compress(b"one"), Content_Encoding="gzip"), ["one"]),
    (http(zstd.compress(b"one"), Content_Encoding="zstd"), ["one"]),
    (http(brotli.compress(b"one"), Content_Encoding="br"), ["one"]),
    (http(zlib.compress(b"one"), Content_Encoding="deflate"), ["one"]),
    (http(b"one", Content_Encoding="gzip"), ["one"]),
    (http(b"one", Content_Encoding="br"), ["one"]),
    (http(b"one", Content_Encoding="unheard-of"), ["one"]),
    (http(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip"), ["!too_large"]),
    (http(brotli.compress(b"\0" * 50_000_000), Content_Encoding="br"), ["!too_large"]),
    (http(zstd.compress(b"\0" * 50_000_000), Content_Encoding="zstd"), ["!too_large"]),
    (http(LONG), ["!too_large"]),
    (b"HTTP/1.1 200 OK", [""]),
    (b"one", ["!http_status"]),
    (b"", ["!http_status"]),
]


@pytest.mark.parametrize(("block", "expected"), PAYLOADS, ids=range(len(PAYLOADS)))
def test_responses(tmp_path: Path, block: bytes, expected: list[str]) -> None:
    found = told(read_bytes(tmp_path, "a.warc", warc_record(1, block) + GOOD))
    assert [line.partition(": ")[2] for line in found] == [*expected, "good"]


ONE = http(b"one")
RECORDS = [
    # bytes, what is told beside the good record that follows
    (warc_record(1, ONE, length=len(ONE) + 1), ["1: one\r"]),  # a missing line end is often forgiven
    (warc_record(1, ONE, length=len(ONE) + 5), ["1: !length"]),
    (warc_record(1, ONE, length=len(ONE) + 30), ["1: !length"]),
    (warc_record(1, ONE, length=len(ONE) + 300), ["1: !length"]),
    (warc_record(1, ONE, length=10**15), ["1: !length"]),
    (warc_record(1, ONE, length=len(ONE) - 1), ["1: !length"]),
    (warc_record(1, ONE, length=3), ["1: !length"]),
    (warc_record(1, ONE, length=-1), ["1: !warc"]),
    (warc_record(1, ONE, **{"Content-Length": "many"}), ["1: !warc"]),
    (warc_record(1, ONE) * 2, ["1: one", "1~2: one"]),
    (b"WARC/1.0\r\n" + LONG + b"\r\n\r\n", ["1: !warc"]),
    (b"WARC/1.0\r\n" + b"x: y\r\n" * 12_000 + b"\r\n\r\n", ["1: !warc"]),
    (b"no record at all\r\n" * 9, ["1: !warc"]),
    (b"\0" * 70_000 + b"\r\n", []),
    (warc_record(1, LONG * 9), ["1: !too_large"]),
    (warc_record(1, LONG * 9, length=len(LONG) * 9 + 100), ["1: !length"]),
    (warc_record(1, ONE, "metadata"), []),
    (warc_record(1, b"2024", **{"Content-Type": "text/dns"}), []),
    (warc_record(1, ONE, "mxtadata"), ["1: !warc"]),
    (warc_record(1, ONE, "metadata", length=5), ["1: !length"]),
    (warc_record(1, b"one", "resource"), ["1: one"]),
    (warc_record(1, b"one", "resource", **{"Content-Type": "image/png"}), []),
]  # fmt: skip


@pytest.mark.parametrize("each", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize(("data", "expected"), RECORDS, ids=range(len(RECORDS)))
def test_a_record_that_lies_takes_no_other_with_it(
    tmp_path: Path, data: bytes, expected: list[str], each: Callable[[bytes], bytes]
) -> None:
    name = "a.warc" if each is bytes else "a.warc.gz"
    found = told(read_bytes(tmp_path, name, each(data) + each(GOOD)))
    assert [line.replace("urn:uuid:", "") for line in found] == [f"{name}#{line}" for line in [*expected, "9: good"]]


@pytest.mark.parametrize("name", [name for name in ARCHIVES if not name.startswith("tables")])
def test_what_came_before_the_break_is_kept(tmp_path: Path, name: str) -> None:
    share = 0.4 if name == "a.tar" else 0.6  # half of a small tar is padding
    data = ARCHIVES[name][: int(len(ARCHIVES[name]) * share)]
    found = read_bytes(tmp_path, name, data)
    articles = [item.raw.decode() for item in found if isinstance(item, RawArticle)]
    assert articles == TEXTS[: len(articles)]
    assert len(articles) >= (0 if name == "a.tar.zst" else 2)  # a small zstd file is one block, and lost with its end
    assert [item for item in found if not isinstance(item, RawArticle)]


def encrypted(data: bytes) -> bytes:
    """Set the flag of encryption in the headers of a zip of one member."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def overlapping(members: int) -> bytes:
    """A zip whose members are all one and the same megabyte of nothing."""
    data = bytearray(zip_of({"a.txt": b"0" * 90_000}))
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = bytes(data[at:end])
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, members, members, len(entry) * members, at, 0)
    return bytes(data[:at]) + entry * members + tail


def tar_with(info: tarfile.TarInfo) -> bytes:
    return info.tobuf(tarfile.GNU_FORMAT) + tar_of({"b.txt": b"two"})


def tar_info(name: str = "a.txt", **fields: object) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info


BAD = [
    # name, bytes, what is told
    ("a.zip", b"", [": !zip"]),
    ("a.zip", zip_of({}), [": !empty"]),
    ("a.zip", b"no zip", [": !zip"]),
    ("a.zip", encrypted(zip_of({"a.txt": b"one"})), ["/a.txt: !encrypted"]),
    ("a.zip", zip_of({"a.txt": b"one"}, zipfile.ZIP_LZMA), ["/a.txt: !unsupported"]),
    ("a.zip", zip_of({"a.txt": b"\0" * 300_000_000, "b.txt": b"two"}), ["/a.txt: !too_large", "/b.txt: two"]),
    ("a.zip", zip_of({"../../etc/x.txt": b"one", "/b.txt": b"two", "C:\\d\\e.txt": b"three"}),
     ["/etc/x.txt: one", "/b.txt: two", "/C:/d/e.txt: three"]),
    ("a.zip", zip_of({"a.txt": b"one", "a.txt~": b"two", ".hidden": b"x", "__MACOSX/a.txt": b"x", "d/": b""}),
     ["/a.txt: one", "/a.txt~2: two"]),
    ("a.zip", zip_of({"b.zip": zip_of({"a.txt": b"one"}), "c.parquet": b"", "d.tar.gz": b""}),
     ["/b.zip: !nested", "/c.parquet: !nested", "/d.tar.gz: !nested"]),
    ("a.zip", zip_of({"a.txt.gz": packed(b"\0" * 90_000_000, ".gz")}), ["/a.txt.gz: !too_large"]),
    ("a.zip", zip_of({"a.txt": b"one", "b.txt": b"two"}, zipfile.ZIP_STORED).replace(b"one", b"eno"),
     ["/a.txt: !damaged", "/b.txt: two"]),
    ("a.zip", zip_of({"a.txt": b"one", "b.txt": b"two"}).replace(b"PK\5\6", b"PK\7\7"),
     ["/a.txt: one", "/b.txt: two", ": !zip"]),
    ("a.zip", overlapping(5000), None),
    ("a.tar", b"", [": !damaged"]),
    ("a.tar", tar_of({}), [": !empty"]),
    ("a.tar", tar_of({"a.txt": b"one"}) + tar_of({"b.txt": b"two"}), ["/a.txt: one", ": !damaged"]),
    ("a.tar", b"no tar" * 200, [": !damaged"]),
    ("a.tar", tar_of({"../x.txt": b"one", "/b.txt": b"two", "b.txt": b"three"}),
     ["/x.txt: one", "/b.txt: two", "/b.txt~3: three"]),
    ("a.tar", tar_with(tar_info(size=10**12)), ["/a.txt: !too_large", ": !damaged"]),
    ("a.tar", tar_with(tar_info(type=tarfile.GNUTYPE_LONGNAME, size=10**9)), [": !damaged"]),
    ("a.tar", tar_with(tar_info(type=tarfile.XHDTYPE, size=10**9)), [": !damaged"]),
    ("a.tar", tar_with(tar_info(type=tarfile.SYMTYPE, linkname="/etc/passwd")), ["/b.txt: two"]),
    ("a.tar", tar_with(tar_info(type=tarfile.CHRTYPE)), ["/b.txt: two"]),
    ("a.tar", tar_of({"a.txt": b"one"})[:1024] + b"x" * 999, ["/a.txt: one", ": !damaged"]),
    ("a.tar.gz", packed(tar_of({"a.txt": b"\0" * 90_000_000}), ".gz"), ["/a.txt: !too_large", ": !bomb"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected"), BAD, ids=range(len(BAD)))
def test_hostile_archives(tmp_path: Path, name: str, data: bytes, expected: list[str] | None) -> None:
    found = told(read_bytes(tmp_path, name, data))
    if expected is not None:
        assert found == [f"{name}{line}" for line in expected]
    else:
        assert any("!damaged" in line or "!bomb" in line for line in found)


def test_an_archive_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    read_bytes(tmp_path / "in", "a.zip", zip_of({"../out.txt": b"one", **MEMBERS}))
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]
