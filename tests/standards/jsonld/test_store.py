# SPDX-License-Identifier: Apache-2.0
"""The pinned contexts: what ships is what was published, and nothing else is known."""

from __future__ import annotations

import hashlib
import json
import socket
from dataclasses import replace
from importlib.resources import files

import pytest

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import PINNED, ContextProcessor, ContextStore
from tests.shared_data import shared_path
from tests.standards.jsonld.samples import OB, V2

UNSUPPORTED = "https://w3id.org/openbadges/v1"
"""Loads a context that was never published under a stable address."""


@pytest.mark.parametrize("url", sorted(PINNED))
def test_every_pinned_context_has_its_digest(url: str) -> None:
    assert hashlib.sha256(PINNED.read(url)).hexdigest() == PINNED.entry(url).sha256


@pytest.mark.parametrize("url", sorted(set(PINNED) - {UNSUPPORTED}))
def test_every_pinned_context_can_be_applied(url: str) -> None:
    processor = ContextProcessor(PINNED)
    context = processor.document_context(processor.initial, url)
    assert context.terms or context.vocab


def test_the_context_that_loads_an_unpublished_one_is_refused() -> None:
    processor = ContextProcessor(PINNED)
    with pytest.raises(JsonLdError) as refused:
        processor.document_context(processor.initial, UNSUPPORTED)
    assert refused.value.code == "unknown_context"
    assert "legacy-v1" in refused.value.detail


def test_the_credentials_context_is_the_one_of_the_recommendation() -> None:
    assert PINNED.entry(V2).sha256 == "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"


def test_a_context_changed_in_place_is_known_by_both_digests() -> None:
    assert PINNED.digests(OB) == {
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
        "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
    }
    assert len(PINNED.digests(V2)) == 1


def test_both_digests_are_those_of_published_files() -> None:
    published = {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (
            shared_path("normative/alt/ob-context-3.0.3.spec-repo-2024.json"),
            shared_path("normative/contexts/purl.imsglobal.org_spec_ob_v3p0_context-3.0.3.json"),
        )
    }
    assert published == PINNED.digests(OB)


def test_the_store_holds_every_normative_context() -> None:
    manifest = json.loads(shared_path("normative/manifest.json").read_bytes())
    assert {entry["url"]: entry["sha256"] for entry in manifest}.items() <= {
        url: PINNED.entry(url).sha256 for url in PINNED
    }.items()


@pytest.mark.parametrize(
    "url",
    [
        f"{V2}/",
        V2.upper(),
        V2.replace("https", "http"),
        f"{V2}#",
        f" {V2}",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "www.w3.org_ns_credentials_v2.jsonld",
        "",
    ],
)
def test_only_the_exact_url_is_known(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    assert url not in PINNED
    with pytest.raises(JsonLdError) as refused:
        PINNED.get(url)
    assert refused.value.code == "unknown_context"
    assert repr(url) in refused.value.detail


def test_an_altered_file_is_refused() -> None:
    entry = replace(PINNED.entry(V2), sha256="0" * 64)
    store = ContextStore(PINNED.folder, {V2: entry})
    with pytest.raises(JsonLdError) as refused:
        store.get(V2)
    assert refused.value.code == "context_altered"


def test_every_file_has_an_entry_and_a_licence() -> None:
    names = {file.name for file in files(PINNED.folder).iterdir() if file.name.endswith((".json", ".jsonld"))}
    names.remove("manifest.json")
    assert {PINNED.entry(url).file for url in PINNED} == names
    assert all(PINNED.entry(url).licence and PINNED.entry(url).source for url in PINNED)
