# SPDX-License-Identifier: Apache-2.0
"""Signing keys: made with the organization, sealed, changed, revoked."""

from __future__ import annotations

import pytest
from django.test import override_settings

from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, DomainError, Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry, OutboxEvent
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations import selectors
from cairn.organizations.mapping import did_document, did_of, profile_document
from cairn.organizations.models import KeyState, SigningKey
from cairn.organizations.services.keys import make_signing_key, revoke_signing_key, rotate_signing_key
from cairn.organizations.signing import seal, signer_for, unseal
from cairn.standards.did.document import Relationship, read_did_document
from tests.factories.people import make_organization, make_person, member

pytestmark = pytest.mark.django_db


def test_an_organization_has_a_key_from_the_start() -> None:
    organization = make_organization("college")
    keys = selectors.list_keys(organization)
    assert [(key.number, key.kind, key.state) for key in keys] == [(1, "Ed25519", "active")]
    with everything("the test looks"):
        actions = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["organizations.create", "keys.make"]


def test_what_is_signed_is_verified_by_the_published_key() -> None:
    organization = make_organization("college")
    signer = signer_for(organization)
    document = read_did_document(did_document(organization), did_of(organization))
    method = document.find_method(signer.verification_method)
    assert method is not None
    assert document.allows(signer.verification_method, Relationship.ASSERTION)
    method.key.verify(signer.sign(b"stone"), b"stone")


@override_settings(CAIRN_BASE_URL="https://credentials.example.org:8443/cairn")
def test_the_did_is_the_public_page() -> None:
    organization = make_organization("college")
    assert did_of(organization) == "did:web:credentials.example.org%3A8443:cairn:issuers:college"
    assert signer_for(organization).verification_method == f"{did_of(organization)}#key-1"


def test_the_secret_is_not_in_the_database_in_the_clear() -> None:
    key = selectors.list_keys(make_organization())[0]
    assert key.sealed_secret.startswith("v1.")
    assert key.public_multibase not in key.sealed_secret


def test_a_sealed_secret_opens_only_where_it_belongs() -> None:
    sealed = seal(b"secret", bound_to="here")
    assert unseal(sealed, bound_to="here") == b"secret"
    assert seal(b"secret", bound_to="here") != sealed
    with pytest.raises(DomainError) as caught:
        unseal(sealed, bound_to="there")
    assert caught.value.code == "secret_unreadable"


@pytest.mark.parametrize("text", ["", "v1.", "v1.AAAA", "not base64!", "v1." + "A" * 60])
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    with pytest.raises(DomainError) as caught:
        unseal(text)
    assert caught.value.code == "secret_unreadable"


def test_another_master_key_opens_nothing() -> None:
    organization = make_organization()
    with override_settings(CAIRN_MASTER_KEY="another"), pytest.raises(DomainError) as caught:
        signer_for(organization)
    assert caught.value.code == "secret_unreadable"


def test_a_key_that_is_moved_to_another_organization_does_not_open() -> None:
    mine, theirs = make_organization(), make_organization()
    with organization_scope(mine.pk, theirs.pk):
        stolen = SigningKey.objects.get(organization=theirs).sealed_secret
        SigningKey.objects.filter(organization=mine).update(sealed_secret=stolen)
    with pytest.raises(DomainError) as caught:
        signer_for(mine)
    assert caught.value.code == "secret_unreadable"


def test_a_changed_key_leaves_the_old_one_good() -> None:
    owner = make_person()
    organization = make_organization(owner=owner)
    old = signer_for(organization)
    rotate_signing_key(organization, acting=owner.as_actor(), reason="A year has passed")
    new = signer_for(organization)
    states = [(key.number, key.state, key.reason) for key in selectors.list_keys(organization)]
    assert states == [(2, "active", ""), (1, "retired", "A year has passed")]
    assert did_document(organization)["assertionMethod"] == [old.verification_method, new.verification_method]


def test_a_revoked_key_leaves_the_document_and_is_replaced() -> None:
    owner = make_person()
    organization = make_organization(owner=owner)
    first = selectors.list_keys(organization)[0]
    revoke_signing_key(first, acting=owner.as_actor(), reason="A laptop was stolen")
    assert [(key.number, key.state) for key in selectors.list_keys(organization)] == [(2, "active"), (1, "revoked")]
    assert did_document(organization)["assertionMethod"] == [f"{did_of(organization)}#key-2"]
    with pytest.raises(Conflict) as caught:
        revoke_signing_key(first, acting=owner.as_actor(), reason="Again")
    assert caught.value.code == "key_revoked"
    assert len(selectors.list_keys(organization)) == 2


def test_revoking_an_old_key_makes_no_new_one() -> None:
    organization = make_organization()
    old = selectors.list_keys(organization)[0]
    rotate_signing_key(organization, acting=SYSTEM, reason="Time")
    revoke_signing_key(old, acting=SYSTEM, reason="Found in a backup")
    assert [(key.number, key.state) for key in selectors.list_keys(organization)] == [(2, "active"), (1, "revoked")]


def test_there_is_one_key_that_signs() -> None:
    organization = make_organization()
    with pytest.raises(Conflict) as caught:
        make_signing_key(organization, acting=SYSTEM)
    assert caught.value.code == "key_exists"
    assert len(selectors.list_keys(organization)) == 1


def test_without_a_key_it_is_said_what_to_do() -> None:
    organization = make_organization()
    with organization_scope(organization.pk):
        SigningKey.objects.update(state=KeyState.RETIRED)
    with pytest.raises(Conflict) as caught:
        signer_for(organization)
    assert caught.value.code == "no_signing_key"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_change_of_keys_has_a_reason(reason: str) -> None:
    organization = make_organization()
    with pytest.raises(Invalid) as caught:
        rotate_signing_key(organization, acting=SYSTEM, reason=reason)
    assert caught.value.field == "reason"
    assert len(selectors.list_keys(organization)) == 1


@pytest.mark.parametrize("role", ["author", "assessor", "issuer", "registrar", "learner"])
def test_only_an_owner_changes_keys(role: str) -> None:
    organization = make_organization()
    somebody = member(organization, role).as_actor()
    key = selectors.list_keys(organization)[0]
    before = OutboxEvent.objects.count()
    with pytest.raises(PermissionDenied):
        rotate_signing_key(organization, acting=somebody, reason="I want to")
    with pytest.raises(PermissionDenied):
        revoke_signing_key(key, acting=somebody, reason="I want to")
    assert [(row.number, row.state) for row in selectors.list_keys(organization)] == [(1, "active")]
    assert OutboxEvent.objects.count() == before


def test_an_owner_of_another_organization_changes_nothing() -> None:
    organization, owner = make_organization(), make_person()
    make_organization(owner=owner)
    with pytest.raises(PermissionDenied):
        rotate_signing_key(organization, acting=owner.as_actor(), reason="I want to")
    assert [(row.number, row.state) for row in selectors.list_keys(organization)] == [(1, "active")]


def test_the_profile_says_what_is_known_and_nothing_else() -> None:
    organization = make_organization("college", name="The College")
    assert profile_document(organization) == {
        "id": did_of(organization),
        "type": ["Profile"],
        "name": "The College",
        "url": "http://localhost:8000/issuers/college",
    }
    full = make_organization(
        "school", name="The School", url="https://school.example.org", email="office@example.org",
        description="A school.", locality="Alder Falls", region="Tamarack", country="US",
    )  # fmt: skip
    assert profile_document(full) == {
        "id": did_of(full),
        "type": ["Profile"],
        "name": "The School",
        "url": "https://school.example.org",
        "email": "office@example.org",
        "description": "A school.",
        "address": {
            "type": ["Address"],
            "addressLocality": "Alder Falls",
            "addressRegion": "Tamarack",
            "addressCountryCode": "US",
        },
    }
