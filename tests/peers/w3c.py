# SPDX-License-Identifier: Apache-2.0
"""Running the W3C test suites against the VC API.

The suites are prepared by hand (docs/reference/conformance.md says how) in the folder that `CAIRN_W3C_SUITES` names.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.types import Json, JsonObject

_EXTRA_TAGS: Final = {"eddsa-rdfc-2022": ["vc2.0"], "vc-jwt": ["EnvelopingProof"]}
_STATUS_REQUEST: Final = {"credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}}
_CURVES: Final = ["P-256", "P-384"]
_VERSIONS: Final = {"vc": ["1.1", "2.0"]}


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """How a suite ended: the numbers of passed and pending tests, and the titles of the failed ones."""

    passed: int
    pending: int
    failed: tuple[str, ...]


def run_suite(folder: Path, configuration: JsonObject, output: Path) -> SuiteResult:
    """Run one suite with its own Mocha and read the report."""
    (folder / "localConfig.cjs").write_text(f"module.exports = {dump_json(configuration, indent=True).decode()};\n")
    command = ["node", "node_modules/mocha/bin/mocha.js", "tests/", "--timeout", "15000", "--preserve-symlinks"]
    reporter = ["--reporter", "json", "--reporter-option", f"output={output}"]
    subprocess.run([*command, *reporter], cwd=folder, capture_output=True, timeout=300, check=False)
    report = parse_json_object(output.read_bytes())
    failed = tuple(failure["fullTitle"] for failure in report["failures"])
    return SuiteResult(report["stats"]["passes"], report["stats"]["pending"], failed)


def configure(base: str, issuers: Json) -> JsonObject:
    """Describe the implementation as the suites want it: its endpoints, its tags and the DIDs of its issuers."""
    signing = [_describe_issuer(base, issuer) for issuer in issuers]
    with_status = {**signing[0], "tags": ["BitstringStatusList"], "options": _STATUS_REQUEST}
    tags = sorted({tag for entry in (*signing, with_status) for tag in entry["tags"]})
    did = signing[0]["id"]
    verifier = {"id": did, "supports": _VERSIONS, "supportedEcdsaKeyTypes": _CURVES, "tags": tags}
    implementation = {
        "name": "Cairn",
        "implementation": "Cairn",
        "issuers": [*signing, with_status],
        "verifiers": [{**verifier, "endpoint": f"{base}/credentials/verify"}],
        "vpVerifiers": [{**verifier, "endpoint": f"{base}/presentations/verify"}],
        "vcHolders": [{"id": did, "endpoint": f"{base}/credentials/derive", "tags": ["vcHolder"]}],
    }
    settings = {"enableInteropTests": False, "testAllImplementations": False}
    return {"settings": settings, "implementations": [implementation]}


def _describe_issuer(base: str, issuer: JsonObject) -> JsonObject:
    suite = issuer["suite"]
    entry = {
        "id": issuer["id"],
        "endpoint": f"{base}/issuers/{issuer['name']}/credentials/issue",
        "supports": _VERSIONS,
        "tags": _EXTRA_TAGS.get(suite, []) + ([] if suite == "vc-jwt" else [suite]),
    }
    return {**entry, "supportedEcdsaKeyTypes": [issuer["keyKind"]]} if issuer["keyKind"] in _CURVES else entry
