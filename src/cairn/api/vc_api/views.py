# SPDX-License-Identifier: Apache-2.0
"""The routes of the VC API. The status code decides: 200, or 4xx with the reason as problem+json."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from cairn.api.problem import answer_with_problems
from cairn.api.vc_api import service
from cairn.api.vc_api.issuers import Issuer, make_issuers
from cairn.api.vc_api.requests import (
    DeriveRequest,
    IssueRequest,
    PresentationOptions,
    VerifyCredentialRequest,
    VerifyPresentationRequest,
)
from cairn.api.vc_api.status_lists import PURPOSES, StatusLists
from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.proofs import DEFAULT_SUITE
from cairn.standards.types import JsonObject


class _StrictParser(Parser):
    """Reads bodies with the strict JSON reader."""

    def parse_body(self, request: HttpRequest) -> JsonObject:
        return parse_json_object(request.body)


class _JsonRenderer(BaseRenderer):
    """Writes answers with the one JSON writer."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        del request, response_status  # the signature of django-ninja's renderers
        return dump_json(data)


vc_api: Final = NinjaAPI(
    title="Cairn VC API",
    version="0.1",
    urls_namespace="vc_api",
    parser=_StrictParser(),
    renderer=_JsonRenderer(),
    docs_url=None,
)
answer_with_problems(vc_api)


@vc_api.get("issuers")
def list_issuers(request: HttpRequest) -> list[JsonObject]:
    """List the issuers: the name in the route, the DID, the suite and the kind of key."""
    del request  # the signature of django-ninja's views
    return [
        {"name": issuer.name, "id": issuer.did, "suite": issuer.suite, "keyKind": str(issuer.key.kind)}
        for issuer in _issuers(settings.CAIRN_VC_API_SEED).values()
    ]


@vc_api.post("issuers/{name}/credentials/issue")
def issue_credential(request: HttpRequest, name: str, body: IssueRequest) -> JsonObject:
    """Sign a credential, with a status entry where one is asked for."""
    issuer = _issuers(settings.CAIRN_VC_API_SEED).get(name)
    if issuer is None:
        raise Http404(f"There is no issuer {name!r}; see the list of issuers.")
    return service.issue_credential(issuer, body.credential, body.options, _status_lists(request))


@vc_api.post("credentials/verify")
def verify_credential(request: HttpRequest, body: VerifyCredentialRequest) -> JsonObject:
    """Judge a credential."""
    lists = _status_lists(request)
    report = service.require_verified(
        body.verifiable_credential, service.CREDENTIAL_TYPES, lists, PresentationOptions()
    )
    return report.to_json()


@vc_api.post("presentations/verify")
def verify_presentation(request: HttpRequest, body: VerifyPresentationRequest) -> JsonObject:
    """Judge a presentation and the credentials in it."""
    lists = _status_lists(request)
    report = service.require_verified(body.verifiable_presentation, service.PRESENTATION_TYPES, lists, body.options)
    return report.to_json()


@vc_api.post("credentials/derive")
def derive_credential(request: HttpRequest, body: DeriveRequest) -> JsonObject:
    """Disclose a part of a credential with an ecdsa-sd-2023 base proof."""
    del request  # the signature of django-ninja's views
    return service.derive_credential(body.verifiable_credential, tuple(body.options.selective_pointers))


@vc_api.get("status/{purpose}", url_name="status")
def get_status_list(request: HttpRequest, purpose: str) -> JsonObject:
    """Publish a status list."""
    if purpose not in PURPOSES:
        raise Http404(f"There is no status list {purpose!r}.")
    return _status_lists(request).credential(purpose)


def _status_lists(request: HttpRequest) -> StatusLists:
    address = request.build_absolute_uri(reverse("vc_api:status", args=["-"])).removesuffix("-")
    return StatusLists(address, _issuers(settings.CAIRN_VC_API_SEED)[DEFAULT_SUITE], datetime.now(UTC))


@cache
def _issuers(seed: str) -> Mapping[str, Issuer]:
    return make_issuers(seed.encode() or secrets.token_bytes(32))
