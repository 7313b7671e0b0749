# SPDX-License-Identifier: Apache-2.0
"""The others that Cairn is measured beside: pyld in this process, Digital Bazaar's library under Node.

The credentials, and the program that measures the JavaScript library, are those of the shared data (`CAIRN_SHARED`,
`../shared` if unset). They are copied to a scratch folder (`CAIRN_PEERS_SCRATCH`), where Node's packages are installed.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from pyld import jsonld

from cairn.standards.codecs import decode_base58btc, encode_base58btc
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.proofs import ProofOptions, add_proof
from cairn.standards.types import JsonObject

_ROOT: Final = Path(__file__).resolve().parent.parent
_SEED: Final = bytes(range(32))
_CREATED: Final = datetime(2026, 11, 22, 10, tzinfo=UTC)
_ROUNDS: Final = 5
_SIGNED: Final = 30


@dataclass(frozen=True, slots=True)
class Workplace:
    """The scratch copy of the peers: the folder, their Python module, and the file of credentials that all read."""

    folder: Path
    module: ModuleType
    credentials: Path

    def documents(self) -> list[JsonObject]:
        """Read the credentials."""
        documents: list[JsonObject] = json.loads(self.credentials.read_bytes())
        return documents


def prepare() -> Workplace | None:
    """Copy the peers and write their 300 credentials; None where the shared data is missing."""
    shared = Path(os.environ.get("CAIRN_SHARED", _ROOT.parent / "shared"))
    if not (shared / "peers" / "bench").is_dir():
        return None
    scratch = Path(os.environ.get("CAIRN_PEERS_SCRATCH", Path(tempfile.gettempdir()) / "cairn-peers"))
    folder = scratch / "peers" / "bench"
    _copy(shared / "peers" / "bench", folder)
    _copy(shared / "normative", scratch / "normative")
    module = _load(folder / "common.py")
    module.docs()
    return Workplace(folder, module, Path(module.DOCS_FILE))


def measure_pyld(workplace: Workplace, *, seconds: float) -> dict[str, float]:
    """Return how often a second pyld canonicalizes, issues and verifies, in processor time."""
    documents, common = workplace.documents(), workplace.module
    signed = [common.issue(document, _by_pyld(common)) for document in documents[:_SIGNED]]
    canonicalize = _by_pyld(common)
    works: dict[str, Callable[[int], object]] = {
        "canonicalize": lambda number: canonicalize(documents[number % len(documents)]),
        "issue": lambda number: common.issue(documents[number % len(documents)], canonicalize),
        "verify": lambda number: common.verify(signed[number % len(signed)], canonicalize),
    }
    share = seconds / len(works) / _ROUNDS
    return {name: statistics.median(_rate(work, share) for _ in range(_ROUNDS)) for name, work in works.items()}


def measure_javascript(workplace: Workplace) -> dict[str, float] | None:
    """Return how often a second Digital Bazaar's library issues and verifies; None where Node is missing."""
    if not _install(workplace.folder):
        return None
    report = json.loads(_node(workplace.folder, "bench.mjs").splitlines()[-1])
    return {"issue": report["issue_per_s"]["cpu"], "verify": report["verify_per_s"]["cpu"]}


def count_equal(workplace: Workplace) -> tuple[int, int] | None:
    """Sign every document here and in JavaScript with one key and date: how many proofs are equal, of how many.

    None where Node is missing.
    """
    if not _install(workplace.folder):
        return None
    shutil.copyfile(Path(__file__).with_name("sign_all.mjs"), workplace.folder / "sign_all.mjs")
    theirs = json.loads(_node(workplace.folder, "sign_all.mjs"))
    key, canonicalizer, options = SecretKey.from_seed(KeyKind.ED25519, _SEED), Canonicalizer(), ProofOptions(_CREATED)
    ours = [
        add_proof(document, key, canonicalizer=canonicalizer, options=options)["proof"]["proofValue"]
        for document in workplace.documents()
    ]
    return sum(one == other for one, other in zip(ours, theirs, strict=True)), len(ours)


def _by_pyld(common: ModuleType) -> Callable[[JsonObject], bytes]:
    def load(url: str, _: object) -> JsonObject:
        return {"contextUrl": None, "documentUrl": url, "document": common.CTX[url], "contentType": "application/json"}

    options: Any = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return lambda document: jsonld.normalize(document, options).encode()


def _rate(work: Callable[[int], object], seconds: float) -> float:
    begun = time.process_time()
    for number in count():
        work(number)
        spent = time.process_time() - begun
        if spent >= seconds:
            return (number + 1) / spent
    raise AssertionError


def _load(path: Path) -> ModuleType:
    """Load their module, with our base58 in the place of a package that it would otherwise need."""
    base58: Any = ModuleType("base58")
    base58.b58encode = lambda data: encode_base58btc(data).encode()
    base58.b58decode = decode_base58btc
    sys.modules.setdefault("base58", base58)
    spec = importlib.util.spec_from_file_location("peers_common", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        spec.loader.exec_module(module)
    return module


def _install(folder: Path) -> bool:
    """Install Node's packages once; say whether they are there."""
    if not shutil.which("node") or not shutil.which("npm"):
        return False
    done = folder / "node_modules" / ".installed"
    if not done.exists():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=300)
        done.touch()
    return True


def _node(folder: Path, script: str) -> str:
    done = subprocess.run(["node", script], cwd=folder, check=True, capture_output=True, text=True, timeout=300)  # noqa: S607
    return done.stdout


def _copy(source: Path, target: Path) -> None:
    # Shared data may be read-only; the copies are not, so that the folder can be made anew.
    shutil.copytree(source, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
