# SPDX-License-Identifier: Apache-2.0
"""`verify()`: the one door for every verdict.

Upload, URL, API, wallet, batch, baked image and share link all come through here: read, contexts, structure, proof and
issuer, status, validity, schema, recipient, the report on reliability, and then the credentials inside. A bad
credential is data, never an exception.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cairn.standards.errors import StandardsError
from cairn.standards.types import Json
from cairn.standards.vc.rules import as_list
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.contexts import check_contexts
from cairn.standards.verify.evaluation import check_evaluation
from cairn.standards.verify.legacy import verify_legacy_document
from cairn.standards.verify.policy import VerificationPolicy, VerificationTools
from cairn.standards.verify.proof import check_proof
from cairn.standards.verify.reading import Kind, ReadDocument, read_document, read_json
from cairn.standards.verify.recipient import check_presented, check_recipient
from cairn.standards.verify.report import Check, Outcome, Verdict, VerificationReport
from cairn.standards.verify.schema import check_schemas
from cairn.standards.verify.status import check_status
from cairn.standards.verify.structure import check_structure
from cairn.standards.verify.summary import summarize
from cairn.standards.verify.validity import check_validity

FORMAT: Final = CheckName("format", "Open Badges 3.0 §5.3 and §8; RFC 8259; RFC 7515")
CONTENTS: Final = CheckName(
    "contents", "Comprehensive Learner Record 2.0 §3; Verifiable Credentials Data Model 2.0 §4.13"
)
MAX_CONTENTS: Final = 500
MAX_LEVELS: Final = 3
"""How deep credentials stand inside one another: what is innermost is signed, and so read, once for each level."""


def verify(data: bytes, policy: VerificationPolicy, tools: VerificationTools | None = None) -> VerificationReport:
    """Verify what a file, a response or a pasted text holds, and say why.

    Never raises for anything that is in `data`.
    """
    tools = tools or VerificationTools()
    try:
        read = read_document(data)
    except StandardsError as error:
        return VerificationReport((FORMAT.failed(error.code, error.detail, path=error.path),))
    return verify_read(Case(read, policy, tools))


def verify_read(case: Case, *, level: int = 0) -> VerificationReport:
    """Verify a document that was read; `level` counts the documents that it stands in."""
    recognized = FORMAT.passed("recognized", f"This is a {case.read.kind} ({case.read.format}).")
    if case.read.kind is Kind.LEGACY:
        return verify_legacy_document(case)
    contexts = check_contexts(case)
    if contexts.outcome is Outcome.FAILED:
        return VerificationReport((recognized, contexts))
    structure = check_structure(case)
    if any(check.outcome is Outcome.FAILED for check in structure):
        return VerificationReport((recognized, contexts, *structure))
    proof = check_proof(case)
    checks = [recognized, *_merged(contexts, proof), *structure, *_without_contexts(proof), *_further_checks(case)]
    if level == 0:
        checks.extend(check_evaluation(case, verify_read))
    inner = _contents(case)
    contents = tuple(_verify_inner(case, item, level + 1) for item in inner[:MAX_CONTENTS])
    if contents:
        checks.append(_contents_check(contents, len(inner)))
    if case.read.kind is Kind.PRESENTATION:
        checks.extend(check_presented(case, contents))
    return VerificationReport(tuple(checks), summarize(case), contents)


def _merged(contexts: Check, proof: list[Check]) -> list[Check]:
    """Let what the proofs found out about words stand in for the first look at the contexts."""
    return [check for check in proof if check.name == contexts.name] or [contexts]


def _without_contexts(proof: list[Check]) -> list[Check]:
    return [check for check in proof if check.name != "contexts"]


def _further_checks(case: Case) -> list[Check]:
    if case.read.kind is Kind.PRESENTATION:
        return []
    return [*check_status(case), check_validity(case), *check_schemas(case), check_recipient(case)]


def _contents(case: Case) -> list[Json]:
    """List the credentials inside a presentation or a learner record."""
    holders = [case.document, *as_list(case.document.get("credentialSubject", []))]
    return [
        item
        for holder in holders
        if isinstance(holder, dict)
        for item in as_list(holder.get("verifiableCredential", []))
    ]


def _verify_inner(case: Case, item: Json, level: int) -> VerificationReport:
    if level > MAX_LEVELS:
        message = f"Credentials stand inside one another more than {MAX_LEVELS} levels deep."
        return VerificationReport((FORMAT.failed("too_deep", message),))
    try:
        read = _read_inner(item)
    except StandardsError as error:
        return VerificationReport((FORMAT.failed(error.code, error.detail, path=error.path),))
    # The challenge and domain are the holder's; the issuers inside know nothing of them.
    return verify_read(Case(read, replace(case.policy, challenge=None, domain=None), case.tools), level=level)


def _read_inner(item: Json) -> ReadDocument:
    if isinstance(item, dict):
        return read_json(item)
    return read_document(item.encode() if isinstance(item, str) else b"")


def _contents_check(contents: tuple[VerificationReport, ...], held: int) -> Check:
    verdicts = [report.verdict for report in contents]
    bad, open_ = verdicts.count(Verdict.NOT_VERIFIED), verdicts.count(Verdict.UNDETERMINED)
    if bad:
        return CONTENTS.failed("contents_not_verified", f"{bad} of {held} credentials inside do not verify.")
    if open_:
        return CONTENTS.undetermined(
            "contents_undetermined", f"{open_} of {held} credentials inside cannot be determined."
        )
    if held > len(contents):
        message = (
            f"Of {held} credentials inside only the first {len(contents)} were looked at. Ask for fewer at a time."
        )
        return CONTENTS.undetermined("too_many_contents", message)
    return CONTENTS.passed("contents_verified", f"All {held} credentials inside verify.")
