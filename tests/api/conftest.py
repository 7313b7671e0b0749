# SPDX-License-Identifier: Apache-2.0
"""A client of the VC API, switched on and with keys of a fixed seed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from pytest_django import Settings

from cairn.standards.codecs import dump_json, parse_json
from cairn.standards.types import Json, JsonObject

PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered: the status, the media type and the JSON."""

    status: int
    media_type: str
    body: Json

    @property
    def problem(self) -> tuple[int, str, str]:
        """The status, reason code and pointer of a problem document; anything else fails the test."""
        assert self.media_type == PROBLEM
        assert self.body["status"] == self.status
        assert self.body["title"]
        assert self.body["detail"].endswith((".", ")"))
        return self.status, self.body["code"], self.body.get("pointer", "")


@dataclass(frozen=True, slots=True)
class VcApi:
    """The VC API as a client sees it."""

    client: Client

    def get(self, path: str) -> Answer:
        """Fetch a resource below /vc/."""
        return self._answer(self.client.get(f"/vc/{path}", secure=True))

    def post(self, path: str, body: Json) -> Answer:
        """Send JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) else dump_json(body)
        return self._answer(self.client.post(f"/vc/{path}", data, content_type="application/json", secure=True))

    def issue(self, credential: JsonObject, *, issuer: str = "eddsa-rdfc-2022", **options: Json) -> Answer:
        """Have a credential signed."""
        return self.post(f"issuers/{issuer}/credentials/issue", {"credential": credential, "options": options})

    def issued(self, credential: JsonObject, *, issuer: str = "eddsa-rdfc-2022", **options: Json) -> JsonObject:
        """Have a credential signed, which must succeed."""
        answer = self.issue(credential, issuer=issuer, **options)
        assert (answer.status, answer.media_type) == (200, "application/json"), answer.body
        signed: JsonObject = answer.body
        return signed

    def verify(self, credential: Json) -> Answer:
        """Have a credential judged."""
        return self.post("credentials/verify", {"verifiableCredential": credential, "options": {}})

    @staticmethod
    def _answer(response: Json) -> Answer:
        media_type = response["Content-Type"].partition(";")[0]
        return Answer(response.status_code, media_type, parse_json(response.content))


@pytest.fixture
def vc_api(client: Client, settings: Settings) -> VcApi:
    """The VC API, switched on."""
    settings.ROOT_URLCONF = "tests.api.urls"
    settings.CAIRN_VC_API_SEED = "a seed for tests"
    return VcApi(client)


@pytest.fixture
def credential() -> JsonObject:
    """A small credential of data model 2.0 that names an issuer of its own."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:9d3b7a02-6a0b-4a52-9c5c-6f4e9a0b2f11",
        "type": ["VerifiableCredential"],
        "issuer": "https://harbour.example/issuers/1",
        "validFrom": "2024-01-15T09:00:00Z",
        "credentialSubject": {"id": "did:example:learner", "name": "Ada"},
    }
