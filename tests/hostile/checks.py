# SPDX-License-Identifier: Apache-2.0
"""What is asserted of every case that is verified: the same answer by the library and by the command."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.cases import ISSUER, Case
from tests.hostile.command import Cairn, Ended
from tests.hostile.doors import DIVERGENCES, LATER, Passage, credential_of, pass_through, web_of
from tests.hostile.guard import bounded
from tests.shared_data import shared_path


def check_verdict(case: Case, code: str) -> Passage:
    """Assert that a case ends as the index says, by this code, and within its bounds."""
    shared_path("hostile/index.json")
    with bounded():
        passage = pass_through(case)
    assert passage.code == code
    assert passage.sentence.endswith((".", ")"))
    if case.file not in LATER:
        expected = case.expected if case.file not in DIVERGENCES else "reject"
        assert passage.got == expected
    return passage


def run_verify(case: Case, cairn: Cairn) -> Ended:
    """Verify a case by the command, with the documents that it needs given as files, and within its bounds."""
    source = cairn.write(f"case{Path(case.file).suffix}", credential_of(case))
    web = web_of(case)
    given = {ISSUER: shared_path("hostile/keys/did.json")}
    for number, (url, data) in enumerate(web.documents.items()):
        given[url] = cairn.write(f"document-{number}.json", data)
    options = [part for url, path in given.items() for part in ("--document", f"{url}={path}")]
    with bounded():
        return cairn("verify", "--json", "--at", "2026-11-22T12:00:00Z", *options, source)


def check_command(case: Case, cairn: Cairn, passage: Passage) -> None:
    """Assert that the command comes to the same verdict, for the same reason."""
    ended = run_verify(case, cairn)
    assert (ended.exit_code == 0) is (passage.got == "accept")
    (result,) = ended.report["results"]
    assert passage.code in [check["code"] for check in result["checks"]]
    assert passage.sentence in [check["message"] for check in result["checks"]]
