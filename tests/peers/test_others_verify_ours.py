# SPDX-License-Identifier: Apache-2.0
"""What Cairn issues, in every suite that others share with it, others verify; what was tampered with, they refuse."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.openbadges.baking import bake
from tests.peers.images import IMAGES
from tests.peers.node import IndependentVerifier
from tests.peers.oracles import (
    ACCEPTED_BY_OPENBADGESLIB,
    accepted_by_openbadgeslib,
    accepted_by_openvc,
    image_accepted_by_openbadgeslib,
)
from tests.peers.samples import SIGNED_AT, Sample, issued_by_cairn
from tests.shared_data import shared_path

SAMPLES: Final = {sample.name: sample for sample in issued_by_cairn()}
READ_BY_OPENVC: Final = [name for name, sample in SAMPLES.items() if not sample.is_token and not name.endswith("-base")]
"""openvc-core derives no base proof before it verifies, and reads no token whose payload is the credential itself."""

AT: Final = f"{SIGNED_AT:%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture(scope="module")
def node_verdicts(
    independent_verifier: IndependentVerifier, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bool]:
    """What the independent verifier says of every sample and image, good and tampered, in one run."""
    folder = tmp_path_factory.mktemp("issued")
    for sample in SAMPLES.values():
        _write(folder, sample)
        _write(folder, sample.tampered())
    for image_format, image in IMAGES.items():
        for sample in SAMPLES.values():
            (folder / f"{sample.name}.{image_format}").write_bytes(bake(image, sample.text))
    return independent_verifier.judge(sorted(folder.iterdir()), "--strict", "--at", AT)


@pytest.mark.parametrize("name", SAMPLES)
def test_independent_verifier_accepts(name: str, node_verdicts: dict[str, bool]) -> None:
    assert node_verdicts[SAMPLES[name].file_name] is True


@pytest.mark.parametrize("name", SAMPLES)
def test_independent_verifier_refuses_tampered(name: str, node_verdicts: dict[str, bool]) -> None:
    assert node_verdicts[SAMPLES[name].tampered().file_name] is False


@pytest.mark.parametrize("image_format", IMAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_independent_verifier_accepts_baked(name: str, image_format: str, node_verdicts: dict[str, bool]) -> None:
    assert node_verdicts[f"{name}.{image_format}"] is True


@pytest.mark.parametrize("name", READ_BY_OPENVC)
def test_openvc_accepts_and_refuses_tampered(name: str) -> None:
    assert accepted_by_openvc(SAMPLES[name]) is True
    assert accepted_by_openvc(SAMPLES[name].tampered()) is False


@pytest.mark.parametrize("name", sorted(ACCEPTED_BY_OPENBADGESLIB))
def test_openbadgeslib_accepts_and_refuses_tampered(name: str) -> None:
    assert accepted_by_openbadgeslib(SAMPLES[name]) is True
    assert accepted_by_openbadgeslib(SAMPLES[name].tampered()) is False


@pytest.mark.parametrize("image_format", IMAGES)
@pytest.mark.parametrize("name", ["eddsa-rdfc-2022-Ed25519", "vc-jwt-Ed25519"])
def test_openbadgeslib_accepts_baked_and_refuses_tampered(name: str, image_format: str) -> None:
    sample, image = SAMPLES[name], IMAGES[image_format]
    assert image_accepted_by_openbadgeslib(bake(image, sample.text)) is True
    assert image_accepted_by_openbadgeslib(bake(image, sample.tampered().text)) is False


def test_official_schema_accepts_all(tmp_path: Path) -> None:
    script = shared_path("peers/validate-ob3-schema.py")
    for sample in SAMPLES.values():
        _write(tmp_path, sample)
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines()[-1] == f"{{'valid': {len(SAMPLES)}, 'invalid': 0, 'skipped': 0}}"
    assert done.returncode == 0


def _write(folder: Path, sample: Sample) -> None:
    (folder / sample.file_name).write_text(sample.text)
