# SPDX-License-Identifier: Apache-2.0
"""`cairn issue`: what goes into a credential, what is reported, and when nothing is issued at all."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.openbadges.identity import matches_hash
from cairn.standards.types import JsonObject
from tests.cli.college import ACHIEVEMENT, DID, LIST, TWO, College, issued_files, names_in, rows_of, start

GRADED: Final = (
    ACHIEVEMENT
    + """
[[resultDescription]]
id = "urn:uuid:7c0a1f0e-2f5f-4b0b-8d39-5a3c6f7f2a10"
type = ["ResultDescription"]
name = "Grade"
resultType = "LetterGrade"
allowedValue = ["A", "B"]
"""
)
EVERY_COLUMN: Final = (
    "awarded_on,Name,E-Mail of the office,email,result,evidence_url,narrative,identifier\r\n"
    "2026-06-30,Ada Example,ignored,ada@example.org,A,https://example.org/work/1,"
    '"She welded\nboth plates, ""flat"".",student-17\r\n'
)


def _one(college: College) -> JsonObject:
    (credential,) = college.credentials()
    return credential


# --- what is written ---


def test_each_row_becomes_one_signed_credential_named_by_its_id(college: College) -> None:
    ended = college.try_issue()
    assert (ended.exit_code, ended.errors) == (0, "")
    assert ended.output == "2 credentials issued to badges, 0 rows refused.\n"
    for path, credential in zip(college.files(), college.credentials(), strict=True):
        assert credential["id"] == f"urn:uuid:{path.stem}"
        assert credential["issuer"] == {"id": DID, "type": ["Profile"]}
        assert credential["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
        assert credential["proof"]["verificationMethod"].startswith(f"{DID}#z6Mk")
    assert college.verify("badges").output.splitlines()[-1] == "2 checked: 2 verified."


def test_the_report_for_programs_has_the_documented_form(college: College) -> None:
    college.write("class.csv", TWO + "Cy,\n")
    ended = college.try_issue("--json")
    assert ended.exit_code == 1
    assert ended.errors == ""
    assert ended.report == {
        "out": "badges",
        "issued": 2,
        "present": 0,
        "refused": 1,
        "refusals": [{"row": 4, "reason": "it has neither an e-mail address nor an identifier"}],
    }


def test_every_column_arrives_where_the_standard_wants_it(college: College) -> None:
    college.write("achievement.toml", GRADED)
    college.write("class.csv", EVERY_COLUMN)
    college.issue()
    credential = _one(college)
    email, identifier, name = credential["credentialSubject"]["identifier"]
    assert [email["identityType"], identifier["identityType"]] == ["emailAddress", "identifier"]
    assert matches_hash(email["identityHash"], "ada@example.org", salt=email["salt"], hashed=True)
    assert matches_hash(identifier["identityHash"], "student-17", salt=identifier["salt"], hashed=True)
    assert (name["identityType"], name["identityHash"], name["hashed"]) == ("name", "Ada Example", False)
    assert credential["awardedDate"] == "2026-06-30T00:00:00Z"
    assert credential["credentialSubject"]["result"] == [
        {"type": ["Result"], "resultDescription": "urn:uuid:7c0a1f0e-2f5f-4b0b-8d39-5a3c6f7f2a10", "value": "A"}
    ]
    assert credential["evidence"] == [
        {
            "id": "https://example.org/work/1",
            "type": ["Evidence"],
            "narrative": 'She welded\nboth plates, "flat".',
        }
    ]
    text = college.files()[0].read_text(encoding="utf-8")
    assert not any(private in text for private in ("ada@example.org", "student-17", "ignored"))


def test_an_identifier_that_is_a_did_becomes_the_subject(college: College) -> None:
    college.write("class.csv", "identifier\ndid:example:ada\n")
    college.issue()
    assert _one(college)["credentialSubject"]["id"] == "did:example:ada"
    assert "identifier" not in _one(college)["credentialSubject"]


def test_the_achievement_may_be_json(college: College) -> None:
    described = {"name": "Soldering", "description": "Joins.", "criteria": {"narrative": "Does."}, "id": "urn:x:1"}
    college.write("achievement.json", dump_json(described))
    college.issue("--achievement", "achievement.json")
    assert college.credentials()[0]["credentialSubject"]["achievement"] == {**described, "type": ["Achievement"]}


def test_an_achievement_without_id_gets_the_same_one_every_time(college: College) -> None:
    college.issue()
    college.issue(out="again")
    ids = {
        item["credentialSubject"]["achievement"]["id"] for item in college.credentials() + college.credentials("again")
    }
    assert len(ids) == 1
    assert ids.pop().startswith("urn:uuid:")


def test_the_issuer_profile_is_written_with_the_did_of_the_key(college: College) -> None:
    college.write("college.toml", 'name = "Example College"\nurl = "https://college.example"\n')
    college.issue("--issuer", "college.toml")
    assert college.credentials()[0]["issuer"] == {
        "id": DID, "type": ["Profile"], "name": "Example College", "url": "https://college.example",
    }  # fmt: skip


def test_the_end_of_validity_is_written(college: College) -> None:
    college.issue("--valid-until", "2099-06-30T12:00:00+02:00")
    assert college.credentials()[0]["validUntil"] == "2099-06-30T10:00:00Z"


def test_a_sqlite_output_has_the_one_documented_table(college: College) -> None:
    college.issue("--status-list", LIST, out="badges.sqlite")
    (first_id, first_row, first_index, first), (_, second_row, second_index, _) = rows_of(Path("badges.sqlite"))
    assert (first_row, second_row) == (2, 3)
    assert isinstance(first_index, int)
    assert first_index != second_index
    assert f'"id":"{first_id}"' in first
    assert f'"statusListIndex":"{first_index}"' in first
    assert college.cairn("verify", *college.sources, "badges.sqlite").exit_code == 3


def test_what_a_batch_remembers_is_for_its_owner_alone(college: College) -> None:
    college.issue("--status-list", LIST)
    for name in ("badges/.cairn-job.json", "key.json.allocations.json"):
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600


def test_the_same_command_again_issues_nothing_twice(college: College) -> None:
    college.issue()
    before = {path.name: path.read_bytes() for path in college.files()}
    ended = college.try_issue()
    assert ended.output == "0 credentials issued to badges, 2 were there already, 0 rows refused.\n"
    assert {path.name: path.read_bytes() for path in college.files()} == before


def test_a_credential_that_was_deleted_comes_back_as_it_was(college: College) -> None:
    college.issue()
    lost = college.files()[0]
    before = lost.read_bytes()
    lost.unlink()
    report = college.issue()
    assert (report["issued"], report["present"]) == (1, 1)
    assert lost.read_bytes() == before


def test_the_program_tells_refused_rows_on_standard_error(college: College) -> None:
    college.write("class.csv", TWO + "\x1b[2JCy,cy\n")
    process = start(college.cairn.folder, "issue", "--achievement", "achievement.toml", "--recipients", "class.csv",
                    "--key", "key.json", "--out", "badges")  # fmt: skip
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output.decode().startswith("2 credentials issued to badges, ")
    assert errors.decode() == "Row 4 was refused: “name” contains an invisible control character.\n"


def test_after_twenty_refusals_the_rest_is_counted(college: College) -> None:
    college.write("class.csv", "email\n" + "nobody\n" * 25)
    ended = college.try_issue()
    lines = ended.errors.splitlines()
    assert (ended.exit_code, len(lines)) == (1, 21)
    assert lines[19:] == [
        "Row 21 was refused: “nobody” is not an e-mail address.",
        "… and 5 more rows; --json lists them all.",
    ]


# --- when nothing is issued ---

NOT_AT_ALL: Final = {
    "unknown suite": (
        ("--suite", "rsa-2020"),
        "There is no suite “rsa-2020”. Choose one of: eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019, ",
    ),
    "suite of another key": (
        ("--suite", "ecdsa-rdfc-2019"), "The proof type ecdsa-rdfc-2019 goes with keys of kind",
    ),
    "no achievement": (("--achievement", "none.toml"), "none.toml cannot be read: No such file or directory."),
    "achievement that is no TOML": (("--achievement", "broken.toml"), "broken.toml is not TOML: "),
    "achievement without a criterion": (
        ("--achievement", "poor.toml"), "poor.toml lacks “criteria”, which Open Badges 3.0 asks for.",
    ),
    "profile of another": (
        ("--issuer", "other.toml"), f"the profile of did:web:other.example, but the key belongs to {DID}.",
    ),
    "no recipients": (("--recipients", "none.csv"), "none.csv cannot be read: No such file or directory."),
    "no key": (("--key", "none.json"), "none.json cannot be read: No such file or directory."),
    "a DID document as the key": (("--key", "did.json"), "did.json is not a secret key: "),
    "an end that is no date": (("--valid-until", "soon"), "“soon” is not a moment."),
    "an end before the beginning": (("--valid-until", "2001-01-01"), "The credential ends before it begins."),
    "a list without an address": (
        ("--status-list", "status.json"), "No verifier could fetch the status list “status.json”: it is not a full web",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_AT_ALL)
def test_a_batch_that_cannot_be_issued_says_why_and_issues_nothing(case: str, college: College) -> None:
    college.write("broken.toml", "name =")
    college.write("poor.toml", 'name = "x"\ndescription = "y"\n')
    college.write("other.toml", 'id = "did:web:other.example"\nname = "Other"\n')
    options, sentence = NOT_AT_ALL[case]
    ended = college.try_issue(*options)
    assert (ended.exit_code, ended.output, ended.errors.count("\n")) == (2, "", 1)
    assert ended.errors.startswith("cairn: ")
    assert sentence in ended.errors
    assert issued_files(Path("badges")) == []


WHOLE_FILES: Final = {
    "empty": (b"", "class.csv needs a column “email” or “identifier” in its first line."),
    "no such column": (b"name\nAda\n", "class.csv needs a column “email” or “identifier” in its first line."),
    "a column twice": (b"email,Email\na@b.example,\n", "class.csv has the column “email” twice. Remove one of them."),
    "Windows-1252": (
        "email,name\nz@example.org,Zoë Müller\n".encode("cp1252"),
        "class.csv is not UTF-8. Save it as “CSV UTF-8” and try again.",
    ),
    "an unclosed quote": (b'email,name\na@b.example,"Ada\n', "class.csv is not a readable CSV: "),
}


@pytest.mark.parametrize("case", WHOLE_FILES)
def test_a_file_that_cannot_be_read_as_a_whole_issues_nothing(case: str, college: College) -> None:
    data, sentence = WHOLE_FILES[case]
    college.write("class.csv", data)
    ended = college.try_issue()
    assert (ended.exit_code, ended.output) == (2, "")
    assert ended.errors.startswith(f"cairn: {sentence}")
    assert college.files() == []


def test_a_header_alone_issues_nothing_and_is_no_error(college: College) -> None:
    college.write("class.csv", "name,email\n")
    assert college.issue() == {"out": "badges", "issued": 0, "present": 0, "refused": 0, "refusals": []}


def test_an_output_of_other_inputs_is_left_as_it_is(college: College) -> None:
    college.issue()
    before = {path.name: path.read_bytes() for path in college.files()}
    college.write("class.csv", TWO + "Cy,cy@example.org\n")
    ended = college.try_issue()
    assert (ended.exit_code, ended.output) == (2, "")
    assert "holds a batch of other inputs. Name another --out, or use its files again." in ended.errors
    assert {path.name: path.read_bytes() for path in college.files()} == before


def test_a_file_of_another_kind_is_not_taken_for_an_output(college: College) -> None:
    college.write("notes.sqlite", "not a database, and longer than the header of one " * 20)
    before = names_in(college.cairn.folder)
    ended = college.try_issue(out="notes.sqlite")
    assert ended.exit_code == 2
    assert ended.errors.startswith("cairn: notes.sqlite cannot be used as an output: ")
    assert names_in(college.cairn.folder) == before
    ended = college.try_issue(out="class.csv")
    assert ended.exit_code == 2
    assert ended.errors.startswith("cairn: class.csv")
    assert Path("class.csv").read_text(encoding="utf-8") == TWO
