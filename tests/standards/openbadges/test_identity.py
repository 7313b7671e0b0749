# SPDX-License-Identifier: Apache-2.0
"""Recipients named by a hash."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.standards.errors import ModelError
from cairn.standards.openbadges import dump, hash_identity, matches_hash, matches_identity
from cairn.standards.openbadges.models import IdentityObject

_TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
_SPEC_HASH = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
"""The example of Open Badges 3.0: a@example.com salted with Kosher."""


def test_the_example_of_the_standard_is_reproduced() -> None:
    identity = hash_identity("a@example.com", identity_type="emailAddress", salt="Kosher")
    assert dump(identity) == {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": _SPEC_HASH,
        "identityType": "emailAddress",
        "salt": "Kosher",
    }


def test_an_identity_without_salt_is_never_made() -> None:
    with pytest.raises(ModelError) as caught:
        hash_identity("a@example.com", identity_type="emailAddress", salt="")
    assert caught.value.code == "salt_required"


def test_hexadecimal_digits_are_read_in_either_case() -> None:
    algorithm, digest = _SPEC_HASH.split("$")
    assert matches_hash(f"{algorithm.upper()}${digest.upper()}", "a@example.com", salt="Kosher", hashed=True)


def test_the_identifier_is_compared_exactly() -> None:
    assert matches_hash(_SPEC_HASH, "a@example.com", salt="Kosher", hashed=True)
    assert not matches_hash(_SPEC_HASH, "A@example.com", salt="Kosher", hashed=True)
    assert not matches_hash(_SPEC_HASH, "a@example.com", salt="kosher", hashed=True)
    assert not matches_hash(_SPEC_HASH, "a@example.com", salt="", hashed=True)


def test_md5_of_old_badges_is_read() -> None:
    digest = hashlib.md5(b"a@example.comsel", usedforsecurity=False).hexdigest()
    assert matches_hash(f"md5${digest}", "a@example.com", salt="sel", hashed=True)


@pytest.mark.parametrize("stated", ["", "a@example.com", "sha1$aa", "sha256$", "sha256$zz", f"{_SPEC_HASH}0", "md5$1"])
def test_a_malformed_hash_matches_nothing(stated: str) -> None:
    assert not matches_hash(stated, "a@example.com", salt="Kosher", hashed=True)


def test_a_plain_identity_is_compared_as_it_stands() -> None:
    plain = IdentityObject(hashed=False, identity_hash="é@example.com", identity_type="emailAddress")
    assert matches_identity(plain, "é@example.com", identity_type="emailAddress")
    assert not matches_identity(plain, "e@example.com", identity_type="emailAddress")


def test_an_identity_of_another_type_does_not_match() -> None:
    identity = hash_identity("7", identity_type="systemId", salt="s")
    assert matches_identity(identity, "7", identity_type="systemId")
    assert not matches_identity(identity, "7", identity_type="userName")


@given(identifier=_TEXTS, salt=_TEXTS.filter(bool), other=_TEXTS)
def test_only_the_same_identifier_matches(identifier: str, salt: str, other: str) -> None:
    identity = hash_identity(identifier, identity_type="name", salt=salt)
    assert matches_identity(identity, identifier, identity_type="name")
    assert matches_identity(identity, other, identity_type="name") is (other == identifier)
