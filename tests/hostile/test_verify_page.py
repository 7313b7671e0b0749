# SPDX-License-Identifier: Apache-2.0
"""Hostile inputs at the page /verify: the verdict of the command line, nothing stored, and a person told what to do."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cairn.foundation import clock
from cairn.foundation.models import AuditEntry, OutboxEvent, StoredFile
from cairn.foundation.scopes import everything
from cairn.standards.archives import read_archive
from cairn.verification.doors import through
from cairn.verification.sources import MAX_MEMBERS
from tests.hostile.cases import AT, ISSUER, Case, list_cases
from tests.hostile.command import Cairn
from tests.hostile.doors import credential_of, web_of
from tests.hostile.guard import bounded
from tests.hostile.test_text import issue
from tests.shared_data import shared_path

pytestmark = pytest.mark.django_db

SINGLE: Final = [case for name in ("credential", "jwt", "image", "status", "xml") for case in list_cases(name)]
ARCHIVES: Final = list_cases("archive")
_REPORT: Final = re.compile(r'href="data:application/json;base64,([^"]+)"')
_DID_DOCUMENT: Final = "https://issuer.example/.well-known/did.json"


class Answer:
    """What the page answered."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def results(self) -> list[dict[str, Any]]:
        """The reports that can be downloaded from the page."""
        loaded = [json.loads(b64decode(found)) for found in _REPORT.findall(self.text)]
        return [result for report in loaded for result in report["results"]]


@pytest.fixture
def visitor(settings: Any, tmp_path: Path) -> Iterator[Client]:
    """A visitor, in the language and at the moment of the cases, whom nothing has slowed down."""
    settings.CAIRN_DATA = tmp_path
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with clock.at(AT):
        yield Client()


def bring(visitor: Client, case: Case, data: bytes) -> Answer:
    """Drop a case on the page, with the documents that it needs at hand, and nothing else."""
    web = web_of(case)
    web.documents[_DID_DOCUMENT] = shared_path("hostile/keys/did.json").read_bytes()
    file = SimpleUploadedFile(Path(case.file).name, data)
    before = _stored()
    with bounded(), through(web.fetch):
        response = visitor.post("/verify", {"file": file, "text": ""})
    assert response.status_code == 200
    assert _stored() == before
    return Answer(response.content.decode())


def _stored() -> tuple[int, int, int]:
    with everything("a test counts what was stored"):
        return AuditEntry.objects.count(), OutboxEvent.objects.count(), StoredFile.objects.count()


def _command(cairn: Cairn, case: Case, data: bytes) -> list[dict[str, Any]]:
    """Return what the command line reports of the same bytes."""
    given = {ISSUER: shared_path("hostile/keys/did.json")}
    for number, (url, document) in enumerate(web_of(case).documents.items()):
        given[url] = cairn.write(f"document-{number}.json", document)
    options = [part for url, path in given.items() for part in ("--document", f"{url}={path}")]
    source = cairn.write(f"case{Path(case.file).suffix}", data)
    ended = cairn("verify", "--json", "--at", "2026-11-22T12:00:00Z", *options, source)
    results: list[dict[str, Any]] = ended.report["results"]
    return results


def test_the_cases_are_here() -> None:
    shared_path("hostile/index.json")
    assert (len(SINGLE), len(ARCHIVES)) == (107, 54)


@pytest.mark.parametrize("case", SINGLE, ids=lambda case: case.file)
def test_the_page_comes_to_the_verdict_of_the_command(case: Case, visitor: Client, cairn: Cairn) -> None:
    shared_path("hostile/index.json")
    data = case.data if case.category == "xml" else credential_of(case)
    answer = bring(visitor, case, data)
    (expected,) = _command(cairn, case, data)
    (got,) = answer.results
    assert (got["verdict"], [check["code"] for check in got["checks"]]) == (
        expected["verdict"],
        [check["code"] for check in expected["checks"]],
    )
    if got["verdict"] in ("undetermined", "not_verified"):
        assert "What to do" in answer.text
    if got["verdict"] == "not_verified":
        assert '<details class="fold" open>' in answer.text
    _is_harmless(answer.text)


def _is_harmless(text: str) -> None:
    """No script, handler, picture of a stranger or hidden turn of direction gets from a credential into the page."""
    body = text.partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"<script|<iframe|<img|<object|\son\w+\s*=\s*[\"']", body)
    assert not re.search("[\u202a-\u202e\u200b]", body)
    assert re.findall(r'href="(?!data:application/json;base64,|/|https?://)([^"]*)"', body) == []


@pytest.mark.parametrize("case", ARCHIVES, ids=lambda case: case.file)
def test_archives_are_opened_by_the_same_reader(case: Case, visitor: Client, cairn: Cairn) -> None:
    shared_path("hostile/index.json")
    answer = bring(visitor, case, case.data)
    expected = _command(cairn, case, case.data)
    got = answer.results
    if case.expected == "accept" and len(read_archive(case.data).members) > MAX_MEMBERS:
        assert [check["code"] for check in got[0]["checks"]] == ["too_many_files"]
    else:
        assert [result["verdict"] for result in got] == [result["verdict"] for result in expected]
    _is_harmless(answer.text)


def test_an_address_inside_a_network_is_not_opened(visitor: Client) -> None:
    shared_path("hostile/ssrf/800-urls.json")
    for entry in json.loads(shared_path("hostile/ssrf/800-urls.json").read_bytes()):
        url = entry["url"].partition(" (")[0]
        if not url.startswith("http") or ".test/" in url or url.startswith("https://issuer.example"):
            continue
        with bounded():
            response = visitor.post("/verify", {"text": url})
        (result,) = Answer(response.content.decode()).results
        assert result["verdict"] in ("undetermined", "not_verified"), url
        assert "What to do" in response.content.decode()


@pytest.mark.parametrize("name", ["900-names-must-accept.json", "901-hostile-strings.json"])
def test_names_of_every_kind_stand_on_the_page_and_break_nothing(name: str, visitor: Client, cairn: Cairn) -> None:
    strings = [text for text in json.loads(shared_path(f"hostile/text/{name}").read_bytes()) if text.isprintable()]
    issue(cairn, [{"email": f"p{number}@example.org", "name": text} for number, text in enumerate(strings)])
    for path in sorted((cairn.folder / "badges").glob("[!.]*.json")):
        with bounded(), clock.at(timezone.now()):
            response = visitor.post("/verify", {"text": path.read_text()})
        text = response.content.decode()
        assert [result["verdict"] for result in Answer(text).results] == ["verified_with_notes"]
        _is_harmless(text)
