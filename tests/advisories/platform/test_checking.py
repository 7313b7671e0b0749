# SPDX-License-Identifier: Apache-2.0
"""What a stranger brings to `/verify`, to stop the server, to reach into its network or to speak in its name."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairn.credentials.addresses import own_path
from cairn.credentials.own_documents import find_own_document
from cairn.standards.codecs import dump_json
from cairn.standards.errors import ResourceUnavailable
from cairn.verification.doors import open_documents, through
from tests.standards.verify.samples import SELF_MADE_KEY, badge, did_of, signed

MARKUP = "<script>alert(1)</script>"


def test_hosts_that_keep_us_waiting_take_no_longer_together_than_one_request_may() -> None:
    """An archive of fifty credentials held a thread for minutes, and there are four threads."""
    asked = []

    def slow(url: str) -> bytes:
        asked.append(url)
        time.sleep(0.02)
        raise ResourceUnavailable(url, "nobody answers", code="fetch_timeout")

    with through(slow):
        documents = open_documents(seconds=0.1)
        codes = []
        for number in range(50):
            with pytest.raises(ResourceUnavailable) as refused:
                documents.fetch(f"https://host{number}.example/did.json")
            codes.append(refused.value.code)
    assert len(asked) <= 6
    assert codes[-1] == "fetch_too_slow"


@pytest.mark.parametrize(
    "address",
    [
        "http://[",
        "https://[::1",
        "https://[v1.x]/did.json",
        "https://localhost:8000:1/credentials/x",
        "https://a]b/",
        "http://\N{FULLWIDTH SOLIDUS}localhost:8000/credentials/x",
        "https://localhost:99999999/status/x",
        "https://℀.example/",
    ],
)
def test_an_address_that_is_none_stops_nothing(client: Client, address: str) -> None:
    """A bracket in an address, typed or inside a credential, ended in an error of the server."""
    assert own_path(address) is None
    assert find_own_document(address) is None
    assert client.post("/verify", {"text": address}).status_code == 200
    status = {"id": address, "type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    entry = {**status, "statusListIndex": "1", "statusListCredential": address}
    document = signed(badge(did_of(SELF_MADE_KEY), credentialStatus=entry), SELF_MADE_KEY)
    answer = client.post("/verify", {"text": dump_json(document).decode()})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000@evil.example/credentials/x",
        "http://evil.example/credentials/x",
        "http://localhost:8000.evil.example/s/x",
        "http://localhost:8001/s/x",
        "http://user:secret@localhost:8000/s/x",
    ],
)
def test_an_address_that_only_looks_like_ours_is_not_opened_as_ours(client: Client, address: str) -> None:
    def nobody(url: str) -> bytes:
        raise ResourceUnavailable(url, "nobody answers", code="fetch_blocked")

    with through(nobody):
        assert client.post("/verify", {"text": address}).status_code == 200


@pytest.mark.parametrize("path", ["//evil.example/", "/credentials/..//evil.example", "/s/\\evil.example"])
def test_our_own_address_leads_nowhere_else(client: Client, path: str) -> None:
    with suppress(KeyError):
        answer = client.post("/verify", {"text": f"http://localhost:8000{path}"})
        assert not answer.headers["Location"].startswith(("//", "http", "\\", "/\\"))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "169.254.169.254", "[::1]", "10.0.0.1", "localhost", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"],
)
def test_no_address_inside_our_network_is_asked(client: Client, host: str) -> None:
    page = client.post("/verify", {"text": f"https://{host}/x"})
    assert page.status_code == 200
    assert "fetch_blocked" in page.content.decode() or "not fetched" in page.content.decode()


def test_what_a_credential_says_is_text_on_every_page(client: Client) -> None:
    document = badge(did_of(SELF_MADE_KEY), name=MARKUP, description=MARKUP)
    subject = document["credentialSubject"]
    subject["achievement"] |= {
        "name": MARKUP,
        "description": MARKUP,
        "criteria": {"narrative": f"{MARKUP} [x](javascript:alert(1))", "id": "https://a.example/"},
        "image": {"id": "data:image/svg+xml;base64,PHN2Zz4=", "type": "Image"},
    }
    document["image"] = {"id": "javascript:alert(1)", "type": "Image"}
    sealed = dump_json(signed(document, SELF_MADE_KEY))
    for page in (
        client.post("/verify", {"text": sealed.decode()}),
        client.post("/verify", {"file": SimpleUploadedFile(f"{MARKUP}.json", sealed)}),
    ):
        text = page.content.decode()
        assert page.status_code == 200
        assert MARKUP not in text
        assert 'href="javascript:' not in text
        assert "PHN2Zz4=" not in text.split("data:application/json")[0]
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]
