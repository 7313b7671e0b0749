# SPDX-License-Identifier: Apache-2.0
"""What somebody brings: archives, pictures of square codes, addresses, and what is none of these."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any, NoReturn

import pytest
from PIL import Image, ImageDraw

from cairn.foundation.qr import read_qr
from cairn.standards.codecs import dump_json
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.verify import Verdict
from cairn.verification.doors import open_documents, through
from cairn.verification.services import check_anything, worst_of
from cairn.verification.sources import MAX_BYTES, address_in, read_sources
from cairn.wallet.downloads import Form, download
from tests.factories.wallet import make_held
from tests.standards.verify.samples import LIST, SELF_MADE_KEY, badge, did_of, entry, signed


def silent(url: str) -> NoReturn:
    """A network in which nobody answers."""
    raise ResourceUnavailable(url, f"{url} was not fetched: nobody answers.", code="fetch_failed")


def _photo(text: str) -> bytes:
    """Draw a square code as somebody photographs it."""
    import segno

    matrix = [list(row) for row in segno.make_qr(text).matrix_iter(scale=6, border=4)]
    picture = Image.new("L", (len(matrix[0]), len(matrix)), 255)
    draw = ImageDraw.Draw(picture)
    for y, row in enumerate(matrix):
        draw.point([(x, y) for x, module in enumerate(row) if module], 0)
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_photo_of_a_code_leads_to_its_address() -> None:
    photo = _photo("https://college.example/s/8f2c")
    assert read_qr(photo) == ("https://college.example/s/8f2c",)
    assert address_in(photo) == "https://college.example/s/8f2c"


def test_an_address_is_told_from_a_credential() -> None:
    assert address_in(b" https://college.example/c/1\n") == "https://college.example/c/1"
    assert address_in(b'{"id": "https://college.example/c/1"}') == ""
    assert address_in(b"https://a.example and more") == ""


def test_a_picture_without_a_code_is_judged_as_what_it_is() -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    [source] = read_sources(out.getvalue(), silent)
    assert source.data == out.getvalue()


@pytest.mark.django_db
def test_an_address_that_does_not_answer_decides_nothing() -> None:
    with through(silent):
        [checked] = check_anything(b"https://college.example/c/1")
    assert checked.report.verdict is Verdict.UNDETERMINED
    assert checked.answers.headline == "That address did not give an answer"
    assert checked.answers.can_say == ("Nothing that we checked speaks against it.",)


@pytest.mark.django_db
def test_what_is_fetched_about_a_person_is_not_kept_and_what_is_about_nobody_is(settings: Any, tmp_path: Path) -> None:
    settings.CAIRN_DATA = tmp_path
    hosted = b'{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "recipient": {"identity": "a"}}'
    sealed = dump_json(signed(badge(did_of(SELF_MADE_KEY), credentialStatus=entry()), SELF_MADE_KEY))
    web = {"https://a.example/1": sealed, "https://a.example/2": hosted, LIST: b"{}"}
    with through(web.__getitem__):
        check_anything(b"https://a.example/1")
        open_documents().fetch("https://a.example/2")
    kept = [path.read_bytes().partition(b"\n")[2] for path in (tmp_path / "fetched").iterdir()]
    assert kept == [b"{}"]


@pytest.mark.django_db
def test_each_file_of_an_archive_stands_for_itself() -> None:
    good = dump_json(signed(badge(did_of(SELF_MADE_KEY)), SELF_MADE_KEY))
    with through(silent):
        checked = check_anything(_zip({"good.json": good, "readme.txt": b"hello"}))
    assert [(each.name, each.report.verdict) for each in checked] == [
        ("good.json", Verdict.VERIFIED_WITH_NOTES),
        ("readme.txt", Verdict.NOT_VERIFIED),
    ]
    assert worst_of(checked) is Verdict.NOT_VERIFIED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_zip({f"{number}.json": b"{}" for number in range(51)}), "too_many_files"),
        (_zip({}), "nothing_to_verify"),
        (b" " * (MAX_BYTES + 1), "too_large"),
        (b"", "empty"),
    ],
    ids=["many", "none", "large", "empty"],
)
def test_what_is_too_much_or_nothing_is_refused_with_its_reason(data: bytes, code: str) -> None:
    [checked] = check_anything(data)
    assert checked.report.reason is not None
    assert (checked.report.verdict, checked.report.reason.code) == (Verdict.NOT_VERIFIED, code)
    assert checked.answers.steps


@pytest.mark.django_db
@pytest.mark.parametrize("form", list(Form))
def test_every_download_verifies_again(form: Form) -> None:
    file = download(make_held(name="Ada Example").credential, form)
    with through(silent):
        [checked] = check_anything(file.data)
    assert checked.report.verdict is Verdict.VERIFIED
    assert checked.answers.facts.holder == "Ada Example"
    assert file.name == f"retrieval-practice.{form}"
