# SPDX-License-Identifier: Apache-2.0
"""What could make a batch say what nobody meant, or count twice: each hazard has been seen once, and is shut."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cairn.cli.issue import Request, _alone
from cairn.cli.issuing.job import IssueJob, JobRecord
from cairn.cli.issuing.ledger import Reservation
from cairn.cli.issuing.outputs import FolderOutput
from cairn.cli.issuing.recipients import RecipientFile
from cairn.cli.problems import CommandError
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.openbadges.compose import Award
from cairn.standards.openbadges.roster import ResultRule
from cairn.standards.proofs import ProofOptions
from cairn.standards.proofs.ecdsa_sd_2023 import derive_proof
from cairn.standards.vc.issue import Issuance
from tests.cli.college import LIST, College, read_json

MOMENT = datetime(2026, 11, 22, 10, tzinfo=UTC)
IDENTIFIED = """\
id = "https://college.example/achievements/1"
name = "Welding Safety I"
description = "Recognises safe practice in a welding shop."

[criteria]
id = "https://college.example/achievements/1/criteria"
"""


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("evidence_url", "https://college.example/achievements/1/criteria"),
        ("evidence_url", "https://college.example/achievements/1"),
        ("identifier", "did:web:college.example"),
    ],
)
def test_a_learner_s_words_never_stand_for_the_issuer_s(column: str, value: str, college: College) -> None:
    college.write("achievement.toml", IDENTIFIED)
    refusals = college.refusals(f"email,{column},narrative\na@example.org,{value},Anybody may have this.\n")
    assert refusals == {2: f"“{value}” names the issuer or the achievement itself"}
    assert college.files() == []


def test_a_file_whose_fault_comes_late_is_refused_before_anything_is_signed(college: College) -> None:
    rows = "".join(f"a{number}@example.org,Ann\n" for number in range(3000))
    college.write("class.csv", f"email,name\n{rows}".encode() + b"zoe@example.org,Zo\xeb\n")
    ended = college.try_issue()
    assert (ended.exit_code, ended.output) == (2, "")
    assert ended.errors == "cairn: class.csv is not UTF-8. Save it as “CSV UTF-8” and try again.\n"
    college.write("class.csv", f'email,name\n{rows}zoe@example.org,"Zoe\n')
    assert college.try_issue().exit_code == 2
    assert not Path("badges").exists()


def test_semicolons_get_a_hint(college: College) -> None:
    college.write("class.csv", "email;name\na@example.org;Ann\n")
    assert college.try_issue().errors == (
        "cairn: class.csv needs a column “email” or “identifier” in its first line."
        " Its columns are divided by semicolons; save it with commas.\n"
    )


def test_after_a_run_that_stored_nothing_other_inputs_may_follow(college: College) -> None:
    college.write("class.csv", "email,name\nnobody,Ann\n")
    assert college.issue(ends=1)["issued"] == 0
    college.write("class.csv", "email,name\nann@example.org,Ann\n")
    assert college.issue()["issued"] == 1
    college.write("class.csv", "email,name\nbo@example.org,Bo\n")
    assert college.try_issue().exit_code == 2
    assert len(college.files()) == 1


def test_a_second_run_waits_its_turn(tmp_path: Path) -> None:
    with _alone(tmp_path / "badges"):
        with pytest.raises(CommandError) as refused, _alone(tmp_path / "badges"):
            pass
        assert str(refused.value).startswith("Another `cairn issue` is writing to ")
        with _alone(tmp_path / "others"):
            pass
    with _alone(tmp_path / "badges"):
        pass


def test_an_entry_beyond_the_reservation_is_never_given_out(tmp_path: Path) -> None:
    recipients = tmp_path / "class.csv"
    recipients.write_text("email\na@example.org\nb@example.org\n", encoding="utf-8")
    key = SecretKey.from_seed(KeyKind.ED25519, bytes(32))
    issuer = {"id": key.verification_method.partition("#")[0], "type": ["Profile"]}
    achievement = {
        "id": "urn:uuid:1",
        "type": ["Achievement"],
        "name": "A",
        "description": "B",
        "criteria": {"narrative": "C"},
    }
    output = FolderOutput(tmp_path / "badges", suffix=".json")
    record = JobRecord.open(output.job_file, inputs="x", now=MOMENT, is_begun=output.is_begun)
    issuance = Issuance(key, ProofOptions(created=MOMENT), bytes)
    reservation = Reservation(LIST, 131_072, bytes(32), 0, 1)
    job = IssueJob(record, Award(issuer, achievement, MOMENT), issuance, output, reservation=reservation)
    file = RecipientFile(recipients, results=ResultRule(), today=date(2026, 11, 22))
    with pytest.raises(CommandError):
        list(job.run(file.rows()))
    assert not output.is_begun


def test_a_disclosure_always_shows_who_said_it_until_when_and_whether_it_was_revoked(college: College) -> None:
    college.run("keys", "generate", "--out", "p256.json", "--kind", "p256")
    college.key = "p256.json"
    college.issue("--suite", "ecdsa-sd-2023", "--status-list", LIST, "--valid-until", "2099-12-31")
    credential = read_json(college.files()[0])
    proof = credential.pop("proof")
    shown = derive_proof(credential, proof, ["/name"], canonicalizer=Canonicalizer())
    for name in ("issuer", "validFrom", "validUntil", "credentialStatus"):
        assert shown[name] == credential[name]


def test_a_date_of_end_means_the_end_of_that_day(college: College) -> None:
    college.issue("--valid-until", "2099-12-31")
    assert {credential["validUntil"] for credential in college.credentials()} == {"2099-12-31T23:59:59Z"}


def test_a_key_that_follows_never_gives_out_an_entry_again(college: College) -> None:
    college.issue("--status-list", LIST)
    before = {credential["credentialStatus"]["statusListIndex"] for credential in college.credentials()}
    college.run("keys", "rotate", "key.json", "--out", "next.json", "--did-document", "did.json")
    college.key = "next.json"
    college.issue("--status-list", LIST, out="later")
    after = {credential["credentialStatus"]["statusListIndex"] for credential in college.credentials("later")}
    assert (len(before), len(after), len(before | after)) == (2, 2, 4)


def test_a_list_that_nobody_could_fetch_is_refused(college: College) -> None:
    plain = LIST.replace("https", "http")
    ended = college.try_issue("--status-list", plain)
    assert ended.exit_code == 2
    assert ended.errors.startswith(f"cairn: No verifier could fetch the status list “{plain}”: ")
    assert not Path("badges").exists()


def test_the_request_is_what_a_job_is_known_by(tmp_path: Path) -> None:
    for name in ("a", "r", "k"):
        (tmp_path / name).write_text(name)
    one = Request(tmp_path / "a", tmp_path / "r", tmp_path / "k", tmp_path / "o", None, "s", None, None)
    other = Request(tmp_path / "a", tmp_path / "r", tmp_path / "k", tmp_path / "o", None, "s", LIST, None)
    assert one.digest() != other.digest()


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with _alone(tmp_path / "badges"):
        (lock,) = tmp_path.glob("cairn-*.lock")
    lock.unlink()
    precious = tmp_path / "precious"
    precious.write_text("kept", encoding="utf-8")
    lock.symlink_to(precious)
    with pytest.raises(OSError), _alone(tmp_path / "badges"):
        pass
    assert precious.read_text(encoding="utf-8") == "kept"
