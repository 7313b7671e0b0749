# SPDX-License-Identifier: Apache-2.0
"""Rows that `cairn issue` refuses, each with its number and reason, and rows that only look odd."""

from __future__ import annotations

from typing import Final

import pytest

from cairn.standards.codecs import dump_json
from tests.cli.college import College
from tests.cli.test_issue import GRADED

GOOD: Final = "ada@example.org"


def _csv(column: str, *values: str) -> str:
    """Write a CSV of distinct people with one more column."""
    rows = (f'p{number}@example.org,"{value}"' for number, value in enumerate(values))
    return "\n".join((f"email,{column}", *rows)) + "\n"


REFUSED: Final = {
    "no identity": ("email,name,identifier\n,Ada,\n", "it has neither an e-mail address nor an identifier"),
    "no address": ("email\nada.example.org\n", "“ada.example.org” is not an e-mail address"),
    "no host": ("email\nada@example\n", "“ada@example” is not an e-mail address"),
    "two addresses": ('email\n"a@b.example,c@d.example"\n', "“a@b.example,c@d.example” is not an e-mail address"),
    "too few cells": ("email,name,result\na@b.example,Ada\n", "it has 2 cells where the header has 3"),
    "too many cells": ("email\na@b.example,Ada\n", "it has 2 cells where the header has 1"),
    "NUL": ("email,name\na@b.example,A\x00da\n", "“name” contains an invisible control character"),
    "escape": ("email,name\na@b.example,\x1b[2J\n", "“name” contains an invisible control character"),
    "header injection": ('email\n"x@b.example\r\nBcc: all@b.example"\n', "“email” contains a line break"),
    "line break in a name": ('email,name\na@b.example,"A\nda"\n', "“name” contains a line break"),
    "long name": (f"email,name\na@b.example,{'x' * 501}\n", "“name” has 501 characters; at most 500 are allowed"),
    "long narrative": (
        f"email,narrative\na@b.example,{'x' * 20_001}\n",
        "“narrative” has 20001 characters; at most 20000 are allowed",
    ),
    "no web address": (_csv("evidence_url", "my work"), "“my work” is not a web address that begins with https:// or http://"),
    "a script": (
        _csv("evidence_url", "javascript:alert(1)"),
        "“javascript:alert(1)” is not a web address that begins with https:// or http://",
    ),
    "a password in the address": (
        _csv("evidence_url", "https://a:b@example.org/"),
        "“https://a:b@example.org/” is not a web address that begins with https:// or http://",
    ),
    "a broken address": (
        _csv("evidence_url", "https://[::1/x"), "“https://[::1/x” is not a web address that begins with https:// or http://",
    ),
    "no date": (_csv("awarded_on", "22.11.2026"), "“22.11.2026” is not a date such as 2026-11-22"),
    "no such day": (_csv("awarded_on", "2026-02-30"), "“2026-02-30” is not a date such as 2026-11-22"),
    "digits of another script": (_csv("awarded_on", "٢٠٢٦-٠١-٠١"), "“٢٠٢٦-٠١-٠١” is not a date such as 2026-11-22"),
    "a day to come": (_csv("awarded_on", "2999-01-01"), "2999-01-01 lies in the future"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_is_refused_with_its_number_and_reason_and_the_others_go_on(case: str, college: College) -> None:
    text, reason = REFUSED[case]
    good = GOOD + "," * text.partition("\n")[0].count(",")
    assert college.refusals(f"{text}{good}\n") == {2: reason}
    (credential,) = college.credentials()
    assert credential["credentialSubject"]["identifier"][0]["identityType"] == "emailAddress"


def test_a_cell_of_two_megabytes_is_refused_and_costs_the_others_nothing(college: College) -> None:
    text = f"email,name\na@example.org,{'x' * 100_000}\nb@example.org,Bo\n"
    assert college.refusals(text) == {2: "“name” has 100000 characters; at most 500 are allowed"}
    assert len(college.files()) == 1
    college.write("class.csv", f"email,name\na@example.org,{'x' * 2_000_000}\nb@example.org,Bo\n")
    ended = college.try_issue(out="other")
    assert (ended.exit_code, ended.output) == (1, "1 credential issued to other, 1 row refused.\n")
    assert ended.errors == "Row 2 was refused: “name” has 2000000 characters; at most 500 are allowed.\n"
    assert len(college.files("other")) == 1


DUPLICATES: Final = {
    "the same": "ada@example.org",
    "capitals": "ADA@Example.ORG",
    "blanks": "  ada@example.org ",
    "wide letters": "ａｄａ@example.org",
    "a zero-width space": "ada\u200b@example.org",
    "a soft hyphen": "a\u00adda@example.org",
    "a word joiner": "ada@exam\u2060ple.org",
}


@pytest.mark.parametrize("case", DUPLICATES)
def test_one_person_in_two_rows_is_one_award(case: str, college: College) -> None:
    text = f'email\nada@example.org\nbo@example.org\n"{DUPLICATES[case]}"\n'
    assert college.refusals(text) == {4: "the same person stands in row 2"}
    assert len(college.files()) == 2


def test_an_identifier_is_a_person_too(college: College) -> None:
    text = "email,identifier\nada@example.org,17\n,17\nbo@example.org,18\nADA@example.org,19\n"
    assert college.refusals(text) == {3: "the same person stands in row 2", 5: "the same person stands in row 2"}


def test_a_refused_row_does_not_make_the_next_one_a_duplicate(college: College) -> None:
    text = "email,awarded_on\nada@example.org,soon\nada@example.org,2026-01-02\n"
    assert college.refusals(text) == {2: "“soon” is not a date such as 2026-11-22"}
    assert len(college.files()) == 1


# --- results ---


def test_a_result_is_one_of_those_that_the_achievement_allows(college: College) -> None:
    college.write("achievement.toml", GRADED)
    refused = college.refusals(_csv("result", "A", "C", "a", "", "B"))
    assert refused == {row: f"the result “{value}” is not one of A, B" for row, value in ((3, "C"), (4, "a"))}
    assert len(college.files()) == 3


SCORES: Final = {
    "80": "",
    "0": "",
    "100": "",
    "99.999999999999999999999": "",
    "100.0000000000000000000001": "does not lie between 0 and 100",
    "110": "does not lie between 0 and 100",
    "-5": "does not lie between 0 and 100",
    "NaN": "is not a number",
    "Infinity": "is not a number",
    "1e2": "is not a number",
    "9,5": "is not a number",
    "٩٥": "is not a number",
    "1_0": "is not a number",
}


def test_a_score_is_a_plain_number_between_the_least_and_the_most(college: College) -> None:
    described = {
        "name": "Test", "description": "A test.", "criteria": {"narrative": "Pass."},
        "resultDescription": [
            {"id": "urn:x:score", "type": ["ResultDescription"], "name": "Score", "resultType": "Percent",
             "valueMin": "0", "valueMax": "100"}
        ],
    }  # fmt: skip
    college.write("achievement.json", dump_json(described))
    refused = college.refusals(_csv("result", *SCORES), "--achievement", "achievement.json")
    expected = {row: reason for row, reason in enumerate(SCORES.values(), 2) if reason}
    assert {row: reason.partition(" ")[2].split(" ", 2)[2] for row, reason in refused.items()} == expected
    assert len(college.files()) == 4


# --- rows that only look odd ---

ODD: Final = {
    "byte order mark": b"\xef\xbb\xbfemail,name\nada@example.org,Ada\n",
    "CRLF": b"email,name\r\nada@example.org,Ada\r\n",
    "no last line end": b"email,name\nada@example.org,Ada",
    "blank lines": b"email,name\n\n,\nada@example.org,Ada\n\n",
    "names of columns in capitals and blanks": b" EMAIL , Name\nada@example.org,Ada\n",
    "columns in another order, and more of them": b"room,name,email\n12,Ada,ada@example.org\n",
    "a formula": b"email,name\nada@example.org,=1+1\n",
    "a quoted comma": b'email,name\nada@example.org,"Lovelace, Ada"\n',
}


@pytest.mark.parametrize("case", ODD)
def test_a_file_that_only_looks_odd_is_read(case: str, college: College) -> None:
    assert college.refusals(ODD[case]) == {}
    (credential,) = college.credentials()
    assert credential["credentialSubject"]["identifier"][0]["identityType"] == "emailAddress"
    assert college.verify("badges").output.startswith("✓ Verified: ")


def test_the_number_of_a_row_counts_blank_lines_as_a_spreadsheet_does(college: College) -> None:
    assert college.refusals("email\nada@example.org\n\nnobody\n") == {4: "“nobody” is not an e-mail address"}
