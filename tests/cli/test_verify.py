# SPDX-License-Identifier: Apache-2.0
"""`cairn verify`: verdicts, exit codes, the options, and the report for programs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.types import JsonObject
from tests.cli.college import DID, LIST, College, read_json, start, write_json
from tests.hostile.command import Cairn

CHECKS: Final = ["format", "contexts", "structure", "proof", "issuer", "status", "validity", "schema", "recipient"]


def _tampered(college: College, name: str = "tampered.json") -> Path:
    """Write a copy of a credential in which somebody changed the name of the achievement."""
    document = college.credentials()[0]
    document["credentialSubject"]["achievement"]["name"] = "Welding Master"
    return write_json(college.cairn.folder / name, document)


def _undetermined(college: College, out: str = "listed") -> Path:
    """Issue with a status list that nobody can fetch."""
    college.issue("--status-list", LIST, out=out)
    return college.files(out)[0]


def test_a_good_credential_is_verified_and_says_what_it_is(college: College) -> None:
    college.issue()
    name = f"badges/{college.files()[0].name}"
    ended = college.verify(name)
    assert ended.output == f"✓ Verified: {name}\n    “Welding Safety I”, awarded by {DID}\n"
    assert ended.errors == ""


def test_a_good_credential_of_an_issuer_in_no_registry_is_verified_with_a_note(college: College) -> None:
    college.run("keys", "generate", "--out", "own.json")
    college.key = "own.json"
    college.issue()
    ended = college.run("verify", "--offline", college.files()[0])
    assert ended.output.startswith("✓ Verified, with notes: badges/")
    assert "    note: The key is the issuer's, but no registry that was asked knows this issuer" in ended.output


def test_a_tampered_one_is_not_verified_and_says_why(college: College) -> None:
    college.issue()
    ended = college.verify(_tampered(college).name, ends=1)
    assert ended.output == (
        "✗ Not verified: tampered.json\n"
        f"    “Welding Master”, awarded by {DID}\n"
        "    proof: The signature does not match: the content was changed after it was signed.\n"
    )


def test_what_cannot_be_had_leaves_the_question_open(college: College) -> None:
    ended = college.verify(_undetermined(college), ends=3)
    assert ended.output.splitlines()[-1] == (
        f"    status: Whether it was revoked cannot be determined: {LIST} was not fetched, because this check ran "
        "without the network. Nothing is known from before."
    )


def test_without_its_did_document_offline_the_issuer_cannot_be_had(college: College) -> None:
    college.issue()
    ended = college.run("verify", "--offline", "--json", "badges", ends=3)
    assert ended.report["summary"] == _summary(undetermined=2)
    proof = next(check for check in ended.report["results"][0]["checks"] if check["name"] == "proof")
    assert (proof["outcome"], proof["code"]) == ("not_run", "key_unavailable")


def _summary(**counts: int) -> JsonObject:
    verdicts = dict.fromkeys(("verified", "verified_with_notes", "undetermined", "not_verified"), 0)
    return {"total": sum(counts.values()), **verdicts, **counts}


@pytest.mark.parametrize(
    ("kinds", "ends"),
    [
        (("good",), 0),
        (("good", "open"), 3),
        (("open", "bad"), 1),
        (("bad", "good"), 1),
        (("good", "open", "bad"), 1),
        (("open", "good", "good"), 3),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_over_several_the_gravest_decides(kinds: tuple[str, ...], ends: int, college: College) -> None:
    college.issue()
    paths = {"good": college.files()[0], "open": _undetermined(college), "bad": _tampered(college)}
    ended = college.verify("--json", *(paths[kind] for kind in kinds), ends=ends)
    expected = {"good": "verified", "open": "undetermined", "bad": "not_verified"}
    assert [result["verdict"] for result in ended.report["results"]] == [expected[kind] for kind in kinds]


def test_the_exit_codes_are_those_of_the_program_too(college: College) -> None:
    college.issue()
    good, bad, unknown = college.files()[0], _tampered(college), _undetermined(college)
    found = {}
    for path in (good, bad, unknown, Path("none.json")):
        process = start(college.cairn.folder, "verify", *college.sources, path)
        process.communicate(timeout=60)
        found[path] = process.returncode
    assert list(found.values()) == [0, 1, 3, 2]


def test_the_report_for_programs_has_the_documented_form(college: College) -> None:
    college.issue()
    ended = college.verify("--json", college.files()[0])
    assert list(ended.report) == ["results", "summary"]
    assert ended.report["summary"] == _summary(verified=1)
    (result,) = ended.report["results"]
    assert list(result) == ["source", "verdict", "checks", "credential"]
    assert (result["source"], result["verdict"]) == (str(college.files()[0]), "verified")
    assert [check["name"] for check in result["checks"]] == CHECKS
    assert {tuple(check) for check in result["checks"]} == {("name", "outcome", "code", "message", "spec")}
    assert {check["outcome"] for check in result["checks"]} == {"passed", "not_run"}
    assert all(check["message"].endswith(".") and "§" in check["spec"] for check in result["checks"])
    assert {name: result["credential"][name] for name in ("format", "title", "issuer")} == {
        "format": "JSON", "title": "Welding Safety I", "issuer": {"id": DID},
    }  # fmt: skip


def test_credentials_inside_a_presentation_are_reported_inside_it(college: College) -> None:
    college.issue()
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [*college.credentials(), read_json(_tampered(college))],
    }
    path = write_json(college.cairn.folder / "shown.json", presentation)
    ended = college.verify("--json", path, ends=1)
    (result,) = ended.report["results"]
    assert list(result) == ["source", "verdict", "checks", "credential", "contents"]
    assert [inner["verdict"] for inner in result["contents"]] == ["verified", "verified", "not_verified"]
    assert "    ✗ Not verified: credential 3 inside" in college.verify(path, ends=1).output


# --- the options ---


def test_the_moment_of_judging_can_be_chosen(college: College) -> None:
    college.issue("--valid-until", "2099-12-31")
    path = college.files()[0]
    assert college.verify("--at", "2090-01-01", path).output.startswith("✓ Verified: ")
    soon = college.verify("--at", "2099-12-30T23:59:59Z", path)
    assert "    note: The credential ends on 2099-12-31." in soon.output
    late = college.verify("--at", "2100-01-01", path, ends=1)
    assert "    validity: The credential ended on 2099-12-31." in late.output
    early = college.verify("--at", "2001-01-01T00:00:00+02:00", path, ends=1)
    assert "    validity: " in early.output


def test_whom_it_was_awarded_to_can_be_asked(college: College) -> None:
    college.write("class.csv", "name,email\nAda Example,Ada@Example.org\n")
    college.issue()
    assert college.verify("--recipient", "Ada@Example.org", "badges").output.startswith("✓ Verified: ")
    other = college.verify("--recipient", "bo@example.org", "badges", ends=1)
    assert "    recipient: The credential was not awarded to the person who was asked about." in other.output


def test_a_list_that_a_service_signs_decides_only_where_the_service_is_trusted(college: College) -> None:
    service = "did:web:status.example"
    college.run("keys", "generate", "--out", "service.json", "--did", service, "--did-document", "service-did.json")
    college.issue("--status-list", LIST)
    college.run("status", "create", "--url", LIST, "--key", "service.json", "--out", "status.json")
    given = ("--document", f"{service}=service-did.json", "--document", f"{LIST}=status.json")
    ended = college.verify(*given, "badges", ends=3)
    assert f"    status: The status list is signed by {service}, not by the issuer;" in ended.output
    trusting = college.verify(*given, "--trust-status-issuer", service, "badges")
    assert trusting.output.splitlines()[-1] == "2 checked: 2 verified."


def test_a_document_can_be_given_for_a_did_and_for_the_address_of_its_document(college: College) -> None:
    college.issue()
    for given in (f"{DID}=did.json", "https://college.example/.well-known/did.json=did.json"):
        ended = college.run("verify", "--offline", "--document", given, "badges")
        assert ended.output.splitlines()[-1] == "2 checked: 2 verified."


def test_an_address_that_contains_the_sign_is_divided_at_the_last_one(college: College) -> None:
    url = "https://college.example/status?list=1"
    college.issue("--status-list", url)
    college.run("status", "create", "--url", url, "--key", "key.json", "--out", "status.json")
    ended = college.verify("--document", f"{url}=status.json", "badges")
    assert ended.output.splitlines()[-1] == "2 checked: 2 verified."


# --- what is shown ---


def test_after_thirty_only_what_does_not_verify_is_shown(college: College) -> None:
    college.write("class.csv", "email\n" + "".join(f"p{number}@example.org\n" for number in range(40)))
    college.issue()
    _tampered(college, "badges/zzz.json")
    lines = college.verify("badges", ends=1).output.splitlines()
    assert sum(line.startswith("✓ ") for line in lines) == 30
    assert lines[60] == "… from here on only what does not verify is shown."
    assert lines[61] == "✗ Not verified: badges/zzz.json"
    assert lines[-1] == "41 checked: 1 not verified, 40 verified."


def test_names_of_others_move_nothing_on_the_terminal(college: College) -> None:
    college.issue()
    document = college.credentials()[0]
    document["issuer"] = {**document["issuer"], "name": "\x1b]0;title\x07College\n✓ Verified: everything"}
    document["credentialSubject"]["achievement"]["name"] = "\u202eedoc\x9b31m"
    write_json(college.cairn.folder / "odd.json", document)
    output = college.verify("odd.json", ends=1).output
    assert output.splitlines()[:2] == [
        "✗ Not verified: odd.json",
        "    “�edoc�31m”, awarded by �]0;title�College ✓ Verified: everything",
    ]
    assert _is_harmless(output)
    report = college.verify("odd.json", "--json", ends=1)
    assert report.report["results"][0]["credential"]["title"] == "\u202eedoc\x9b31m"
    assert _is_harmless(report.output)


def test_the_name_of_a_file_moves_nothing_either(college: College) -> None:
    name = "a\x1b[2J\u202eb.json"
    college.write(name, "{}")
    ended = college.verify(name, ends=1)
    assert ended.output.startswith("✗ Not verified: a�[2J�b.json\n")
    assert _is_harmless(college.verify("--json", name, ends=1).output)


def _is_harmless(output: str) -> bool:
    return re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", output) is None


def test_a_path_below_the_present_folder_is_shown_short(college: College) -> None:
    college.issue()
    path = college.files()[0]
    assert path.is_absolute()
    assert college.verify(path).output.startswith(f"✓ Verified: badges/{path.name}\n")


def test_a_wrong_allow_list_is_named_before_anything_is_checked(cairn: Cairn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_FETCH_ALLOW", "*")
    cairn.write("a.json", b"{}")
    ended = cairn("verify", "a.json")
    assert (ended.exit_code, ended.output) == (2, "")
    assert ended.errors.startswith("cairn: CAIRN_FETCH_ALLOW: '*' cannot be used")
