# SPDX-License-Identifier: Apache-2.0
"""Credentials of others: told in their own words, marked as such, and only as far as they go."""

from __future__ import annotations

from typing import Any

import pytest

from cairn.foundation import clock
from cairn.standards.codecs import dump_json
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.types import JsonObject
from cairn.standards.verify import Verdict
from cairn.verification.doors import through
from cairn.verification.services import Checked, check_credential
from cairn.verification.verdicts import Standing
from tests.standards.verify.samples import AT, LIST, SELF_MADE_KEY, Web, badge, did_of, entry, signed, status_list

pytestmark = pytest.mark.django_db


def own(**members: Any) -> JsonObject:
    """Return a badge of an issuer who is nothing but a key."""
    return badge(did_of(SELF_MADE_KEY), **members)


def _sealed(document: JsonObject) -> JsonObject:
    return signed(document, SELF_MADE_KEY)


def _check(document: object, web: Web | None = None) -> Checked:
    with through((web or Web({})).fetch), clock.at(AT):
        return check_credential(dump_json(document))


def test_an_issuer_that_nobody_knows_is_noted_and_told_what_to_do_about() -> None:
    checked = _check(_sealed(own()))
    answers = checked.answers
    assert (checked.report.verdict, answers.standing) == (Verdict.VERIFIED_WITH_NOTES, Standing.GOOD)
    assert answers.headline == "Genuine. One thing is worth knowing"
    assert [str(note.title) for note in answers.notes] == ["No registry knows this issuer"]
    assert answers.four[2].sentences[0].endswith("No site or registry that we asked backs the name.")
    assert answers.facts.own is None


def test_what_an_issuer_writes_is_marked_as_its_own_words() -> None:
    answers = _check(_sealed(own())).answers
    assert (answers.four[0].is_quoted, answers.four[1].is_quoted) == (True, True)
    assert answers.four[3].sentences[0].endswith("so a revocation would not be seen.")


def test_a_list_that_cannot_be_had_is_no_mark_against_the_holder() -> None:
    checked = _check(_sealed(own(credentialStatus=entry())))
    answers = checked.answers
    assert (checked.report.verdict, answers.standing) == (Verdict.UNDETERMINED, Standing.OPEN)
    assert answers.headline == "We could not reach the issuer today"
    assert answers.can_say[0] == "The signature holds: nothing was changed since it was signed."
    assert answers.four[3].sentences == ("That could not be determined today.",)


def test_a_list_that_answers_decides() -> None:
    web = Web({LIST: dump_json(_sealed(status_list(issuer=did_of(SELF_MADE_KEY))))})
    sentence = _check(_sealed(own(credentialStatus=entry())), web).answers.four[3].sentences[0]
    assert sentence.endswith("It has not been revoked or suspended.")


@pytest.mark.parametrize(
    ("data", "headline"),
    [
        (b"", "The file is empty"),
        (b"hello", "We could not read a credential in this"),
        (b"%PDF-1.7\n%%EOF", "There is no credential in this PDF"),
        (dump_json(own()), "Nobody has signed this"),
    ],
)
def test_what_is_no_credential_is_told_with_what_to_do(data: bytes, headline: str) -> None:
    answers = check_credential(data).answers
    assert (answers.headline, answers.four) == (headline, ())
    assert answers.steps


def test_criteria_that_are_only_an_address_become_a_link_with_its_host() -> None:
    document = own()
    document["credentialSubject"]["achievement"]["criteria"] = {"id": "https://college.example/criteria"}
    answers = _check(_sealed(document)).answers
    assert answers.four[1].sentences[0].startswith("The issuer describes it on a page of its own")
    [line] = answers.four[1].facts
    assert (line.label, line.url, line.host) == ("Criteria", "https://college.example/criteria", "college.example")


def test_nobody_is_asked_twice_in_one_check() -> None:
    asked: list[str] = []

    def count(url: str) -> bytes:
        asked.append(url)
        raise ResourceUnavailable(url, f"{url} does not answer.")

    with through(count), clock.at(AT):
        check_credential(dump_json(_sealed(own(credentialStatus=entry()))))
    assert asked == [LIST]
