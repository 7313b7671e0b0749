# SPDX-License-Identifier: Apache-2.0
"""The guarded reader of ZIP archives."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.archives import ArchiveError, ArchiveLimits, read_archive


def _zip(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def _zip_entry(name: str, data: bytes = b"x", **attributes: int) -> bytes:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    for key, value in attributes.items():
        setattr(info, key, value)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, data)
    return buffer.getvalue()


def _code(data: bytes, limits: ArchiveLimits | None = None) -> str:
    with pytest.raises(ArchiveError) as caught:
        read_archive(data, limits=limits or ArchiveLimits())
    assert caught.value.detail.endswith(".")
    return caught.value.code


_NAMES = st.from_regex(r"[a-zé][a-zé0-9_-]{0,8}(/[a-z][a-z0-9.]{0,5}){0,2}", fullmatch=True)


@settings(deadline=None)
@given(
    files=st.dictionaries(_NAMES, st.binary(max_size=200).map(lambda data: b"." + data), max_size=5),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
)
def test_what_python_packs_is_read_back(files: dict[str, bytes], method: int) -> None:
    archive = read_archive(_zip(*files.items(), method=method))
    assert {member.name: member.data for member in archive.members} == files
    assert archive.notes == ()


@settings(deadline=None)
@given(position=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_flipped_bit_changes_a_name_or_a_content(position: int, bit: int) -> None:
    files = {"first.json": b'{"a":1}' * 9, "second/third.json": b'{"b":2}' * 9}
    data = bytearray(_zip(*files.items()))
    data[position % len(data)] ^= 1 << bit
    try:
        archive = read_archive(bytes(data))
    except ArchiveError:
        return
    assert {member.name: member.data for member in archive.members} == files


@settings(deadline=None)
@given(size=st.integers(0, 200))
def test_no_shortened_archive_is_read(size: int) -> None:
    data = _zip(("a.json", b"{}"))
    assert _code(data[: min(size, len(data) - 1)]) == "malformed_zip"


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../x", "a/..", "/x", "C:x", "c:/x", "a\\x", "a\x00x", "a\nx", "a//x", "./x", "a/./x", "..", "a\x7f"],
)
def test_a_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    assert _code(_zip_entry(name)) == "bad_entry_name"


def test_a_name_that_is_not_utf8_is_refused() -> None:
    assert _code(_zip(("aa.json", b"{}")).replace(b"aa.json", b"\xff\xfe.json")) == "bad_entry_name"


def test_a_second_name_is_refused_unless_it_is_the_same() -> None:
    def named(unicode_name: bytes) -> bytes:
        info = zipfile.ZipInfo("a.json")
        info.extra = struct.pack("<HHBL", 0x7075, 5 + len(unicode_name), 1, zlib.crc32(b"a.json")) + unicode_name
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(info, b"{}")
        return buffer.getvalue()

    assert _code(named(b"b.json")) == "malformed_zip"
    assert [member.name for member in read_archive(named(b"a.json")).members] == ["a.json"]


def test_a_link_is_refused() -> None:
    data = _zip_entry("link", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16)
    assert _code(data) == "unexpected_file"


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = _zip(("a.json", b"1"), ("a.json", b"2"))
    assert _code(data) == "duplicate_file"


def test_an_archive_in_an_archive_is_refused() -> None:
    assert _code(_zip(("inner.dat", _zip(("a", b"a"))))) == "unexpected_file"
    assert _code(_zip(("inner.dat", _zip()))) == "unexpected_file"


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(_zip(("a.json", b"{}")))
    data[6] |= 1
    assert _code(bytes(data)) == "encrypted_zip"


def test_a_streamed_archive_is_refused_with_advice() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_arguments: object) -> int:
            raise io.UnsupportedOperation

    buffer = Unseekable()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.json", b"{}")
    with pytest.raises(ArchiveError, match="compress the files again") as caught:
        read_archive(buffer.getvalue())
    assert caught.value.code == "streamed_zip"


def test_other_methods_are_refused() -> None:
    assert _code(_zip(("a", b"a" * 50), method=zipfile.ZIP_BZIP2)) == "malformed_zip"


def test_a_wrong_checksum_is_refused() -> None:
    stored = _zip(("a.json", b"{'a':1}"), method=zipfile.ZIP_STORED)
    assert _code(stored.replace(b"{'a':1}", b"{'a':2}")) == "malformed_zip"


def test_what_follows_the_packed_data_is_refused() -> None:
    packed = _zip(("a", b"a" * 50))
    stored = _zip(("a", b"a" * 50), method=zipfile.ZIP_STORED)
    assert _code(packed.replace(b"\x08\x00", b"\x00\x00")) == "malformed_zip"
    assert _code(stored.replace(b"\x14\x00\x00\x00\x00\x00", b"\x14\x00\x00\x00\x08\x00")) == "malformed_zip"


def test_a_folder_with_content_is_refused() -> None:
    assert _code(_zip(("a_", b"x")).replace(b"a_", b"a/")) == "malformed_zip"


def test_a_folder_is_left_out() -> None:
    assert [member.name for member in read_archive(_zip(("a/", b""), ("a/b", b"x"))).members] == ["a/b"]


def test_the_limits_hold() -> None:
    tenth = ArchiveLimits(files=2, member=100, total=500, ratio=10, ratio_from=50)
    stored = zipfile.ZIP_STORED
    assert _code(_zip(("a", b"x"), ("b", b"x"), ("c", b"x")), tenth) == "too_many_files"
    assert _code(_zip(("a", b"x" * 101), method=stored), tenth) == "unpacked_too_large"
    assert _code(_zip(("a", b"x" * 101)), tenth) == "unpacked_too_large"
    assert _code(_zip(("a", b"x" * 500), method=stored), tenth) == "too_large"
    both = ArchiveLimits(files=2, member=200, total=300, ratio_from=200)
    assert _code(_zip(("a", b"x" * 180), ("b", b"x" * 180)), both) == "unpacked_too_large"
    assert len(read_archive(_zip(("a", b"x" * 100)), limits=ArchiveLimits(member=100)).members[0].data) == 100


def test_a_file_that_grows_too_many_times_is_refused() -> None:
    zeros = _zip(("a", bytes(2 * 1024 * 1024)))
    assert _code(zeros) == "unpacked_too_large"
    assert len(read_archive(zeros, limits=ArchiveLimits(ratio=2000)).members[0].data) == 2 * 1024 * 1024


def test_a_wrong_declared_size_is_noted_and_the_real_one_read() -> None:
    data = _zip(("a", b"abcdefgh"), method=zipfile.ZIP_STORED)
    sizes = (8).to_bytes(4, "little") * 2
    lied = data.replace(sizes, (8).to_bytes(4, "little") + (3).to_bytes(4, "little"))
    archive = read_archive(lied)
    assert archive.members[0].data == b"abcdefgh"
    assert archive.notes == ("a has 8 bytes, not 3 as the archive says.",)


def test_sizes_of_zip64_are_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a.json", "w", force_zip64=True) as member:
        member.write(b"{}")
    assert read_archive(buffer.getvalue()).members[0].data == b"{}"
