# SPDX-License-Identifier: Apache-2.0
"""What `cairn verify` can be pointed at: folders, archives, SQLite outputs, standard input and addresses."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cairn.standards.types import JsonObject
from tests.cli.college import LIST, College, start
from tests.foundation.web import Answer, Asked, LoopbackServer, constantly, document

PAGE = "<!doctype html><title>Not found</title>"


def _feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def _sources(report: JsonObject) -> list[str]:
    return [result["source"] for result in report["results"]]


# --- on this machine ---


def test_a_folder_is_walked_for_what_could_be_a_credential(college: College) -> None:
    college.issue()
    for name in ("badges/deep/er", "badges/.hidden"):
        Path(name).mkdir(parents=True)
    first = college.files()[0]
    for name in ("deep/er/COPY.JSON", ".hidden/x.json", "notes.txt", ".dot.json"):
        college.write(f"badges/{name}", first.read_bytes())
    found = _sources(college.verify("--json", "badges").report)
    assert found == sorted(["badges/deep/er/COPY.JSON", *(f"badges/{path.name}" for path in college.files())])


def test_a_folder_without_any_says_what_it_looked_for(college: College) -> None:
    Path("empty").mkdir()
    college.write("empty/notes.txt", "nothing")
    ended = college.cairn("verify", "empty")
    endings = ".json, .jsonld, .jws, .jwt, .pdf, .png, .sqlite, .svg, .vc, .zip"
    sentence = f"cairn: empty holds no file that could be a credential ({endings}).\n"
    assert (ended.exit_code, ended.errors) == (2, sentence)


def test_a_file_that_is_named_is_looked_at_whatever_it_is_called(college: College) -> None:
    college.issue()
    college.write("badge.txt", college.files()[0].read_bytes())
    assert college.verify("badge.txt").output.startswith("✓ Verified: badge.txt\n")


def test_an_archive_is_opened_and_each_file_named(college: College) -> None:
    college.issue()
    with zipfile.ZipFile("class.zip", "w") as archive:
        for number, path in enumerate(college.files(), 1):
            archive.writestr(f"spring/{number}.json", path.read_bytes())
    found = _sources(college.verify("--json", "class.zip").report)
    assert found == ["class.zip!spring/1.json", "class.zip!spring/2.json"]


def test_a_broken_archive_is_a_verdict(college: College) -> None:
    college.write("broken.zip", b"PK\x03\x04 and no more")
    ended = college.verify("--json", "broken.zip", ends=1)
    assert ended.report["results"][0]["checks"][0]["name"] == "format"
    assert ended.report["results"][0]["checks"][0]["outcome"] == "failed"


def test_a_sqlite_output_is_read_row_by_row(college: College) -> None:
    college.issue(out="badges.sqlite")
    assert _sources(college.verify("--json", "badges.sqlite").report) == ["badges.sqlite#2", "badges.sqlite#3"]


def test_another_sqlite_file_is_a_sentence(college: College) -> None:
    college.write("other.sqlite", b"SQLite format 3\x00" + bytes(200))
    ended = college.cairn("verify", "other.sqlite")
    assert ended.exit_code == 2
    assert ended.errors.startswith("cairn: other.sqlite does not hold credentials that Cairn issued: ")


def test_several_sources_are_taken_in_order(college: College) -> None:
    college.issue()
    college.issue(out="badges.sqlite")
    names = ["badges.sqlite", str(college.files()[1]), str(college.files()[0])]
    found = _sources(college.verify("--json", *names).report)
    assert found == ["badges.sqlite#2", "badges.sqlite#3", *names[1:]]


def test_a_name_that_leads_nowhere_stops_before_anything_is_written(college: College) -> None:
    college.issue()
    ended = college.cairn("verify", "--json", "badges", "none.json")
    assert (ended.exit_code, ended.output) == (2, "")
    assert ended.errors == "cairn: none.json does not exist. Check the name.\n"


def test_standard_input_is_one_more_source(college: College, monkeypatch: pytest.MonkeyPatch) -> None:
    college.issue()
    _feed(monkeypatch, college.files()[0].read_bytes())
    assert college.verify("-").output.startswith("✓ Verified: standard input\n")


def test_standard_input_may_be_an_archive_or_empty(college: College, monkeypatch: pytest.MonkeyPatch) -> None:
    college.issue()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.json", college.files()[0].read_bytes())
    _feed(monkeypatch, packed.getvalue())
    assert _sources(college.verify("--json", "-").report) == ["standard input!a.json"]
    _feed(monkeypatch, b"")
    assert college.verify("-", ends=1).output == "✗ Not verified: standard input\n    format: The file is empty.\n"


def test_a_pipe_into_the_program_works_too(college: College) -> None:
    college.issue()
    process = start(college.cairn.folder, "verify", *college.sources, "/dev/stdin")
    process.communicate(timeout=60)
    # Its standard input is empty here: a verdict, not an error.
    assert process.returncode == 1


# --- at an address ---


Serve = Callable[[bytes], str]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serve some bytes at every address of a loopback host that the guarded fetch may reach."""
    servers: list[LoopbackServer] = []

    def start_serving(data: bytes) -> str:
        server = LoopbackServer(constantly(document(data)))
        servers.append(server)
        server.__enter__()
        monkeypatch.setenv("CAIRN_FETCH_ALLOW", ",".join(f"127.0.0.1:{item.port}" for item in servers))
        return f"http://127.0.0.1:{server.port}"

    yield start_serving
    for server in servers:
        server.__exit__()


def _latest(lists: list[bytes]) -> Answer:
    """Answer with the list as it was last published; its address is only known once the server runs."""

    def answer(asked: Asked) -> Iterator[bytes]:
        del asked
        yield document(lists[-1])

    return answer


def test_a_credential_at_an_address_is_fetched(college: College, serve: Serve) -> None:
    college.issue()
    url = f"{serve(college.files()[0].read_bytes())}/credentials/1"
    ended = college.run("verify", *college.sources[1:], url)
    assert ended.output.startswith(f"✓ Verified: {url}\n")


def test_an_address_that_serves_something_else_is_a_verdict(college: College, serve: Serve) -> None:
    url = f"{serve(PAGE.encode())}/credentials/1"
    assert college.run("verify", url, ends=1).output.startswith(f"✗ Not verified: {url}\n    format: ")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/x", "only https is used"),
        ("https://127.0.0.1:9/x", "was not fetched"),
        ("ftp://college.example/x", "it is not a full web address; write it as https://host/path."),
        ("file:///etc/passwd", "it is not a full web address; write it as https://host/path."),
    ],
)
def test_an_address_that_is_not_asked_leaves_the_question_open(url: str, reason: str, college: College) -> None:
    ended = college.run("verify", url, ends=3)
    assert ended.output.startswith(f"? Cannot be determined: {url}\n    format: ")
    assert reason in ended.output


def test_offline_no_address_is_asked(college: College, monkeypatch: pytest.MonkeyPatch) -> None:
    college.issue()
    with LoopbackServer(constantly(document(college.files()[0].read_bytes()))) as server:
        monkeypatch.setenv("CAIRN_FETCH_ALLOW", f"127.0.0.1:{server.port}")
        url = f"http://127.0.0.1:{server.port}/1"
        ended = college.verify(url, ends=3)
        assert server.asked == []
    assert "because this check ran without the network." in ended.output


def test_a_status_list_is_fetched_once_for_all_its_credentials(
    college: College, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists: list[bytes] = []
    college.write("class.csv", "email\n" + "".join(f"p{number}@example.org\n" for number in range(20)))
    with LoopbackServer(_latest(lists)) as server:
        url = f"http://127.0.0.1:{server.port}/status/1"
        monkeypatch.setenv("CAIRN_FETCH_ALLOW", f"127.0.0.1:{server.port}")
        college.issue("--status-list", url)
        college.run("status", "create", "--url", url, "--key", "key.json", "--out", "status.json")
        lists.append(Path("status.json").read_bytes())
        ended = college.run("verify", *college.sources[1:], "badges")
        assert ended.output.splitlines()[-1] == "20 checked: 20 verified."
        assert len(server.asked) == 1


def test_after_the_host_went_away_the_last_known_status_is_told_and_decides_nothing(
    college: College, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists: list[bytes] = []
    with LoopbackServer(_latest(lists)) as server:
        url = f"http://127.0.0.1:{server.port}/status/1"
        monkeypatch.setenv("CAIRN_FETCH_ALLOW", f"127.0.0.1:{server.port}")
        college.issue("--status-list", url)
        revoked, good = college.files()
        college.run("status", "create", "--url", url, "--key", "key.json", "--out", "status.json")
        college.run("status", "set", "status.json", "--key", "key.json", "--credential", revoked)
        lists.append(Path("status.json").read_bytes())
        assert college.run("verify", *college.sources[1:], good).output.startswith("✓ Verified: ")
        college.run("verify", *college.sources[1:], revoked, ends=1)
    for path, word in ((good, "The issuer has not revoked this credential."), (revoked, "has revoked")):
        ended = college.run("verify", *college.sources[1:], path, ends=3)
        line = ended.output.splitlines()[-1]
        assert line.startswith(f"    status: Whether it was revoked cannot be determined: The document at '{url}'")
        assert " Last known on 20" in line
        assert word in line.partition(" UTC: ")[2]


def test_the_address_of_the_list_in_the_credential_is_the_one_that_is_given(college: College) -> None:
    college.issue("--status-list", LIST)
    college.run("status", "create", "--url", LIST, "--key", "key.json", "--out", "status.json")
    ended = college.verify("--document", f"{LIST}=status.json", "badges")
    assert ended.output.splitlines()[-1] == "2 checked: 2 verified."
