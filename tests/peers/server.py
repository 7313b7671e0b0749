# SPDX-License-Identifier: Apache-2.0
"""The VC API as the conformance suites meet it: granian over HTTPS, with a certificate made for the occasion."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cairn.standards.codecs import parse_json
from cairn.standards.types import Json

_PATIENCE: Final = 30.0
_LOOPBACK: Final = "127.0.0.1"


@contextmanager
def running_vc_api(folder: Path) -> Iterator[str]:
    """Serve the VC API on a free port while the block runs; gives its address, such as `https://localhost:43210/vc`."""
    certificate, key = _make_certificate(folder)
    port = _free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", _LOOPBACK, "--port", str(port)),
        *("--ssl-certificate", str(certificate), "--ssl-keyfile", str(key), "cairn.config.wsgi:application"),
    ]
    environment = {**os.environ, "CAIRN_VC_API": "1", "DATABASE_URL": f"sqlite:///{folder / 'unused.sqlite3'}"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"https://localhost:{port}/vc"
        _wait_for(f"{base}/issuers", process)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=10)


def get_json(url: str) -> Json:
    """Fetch JSON from the server; its certificate is nobody's business."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with urllib.request.urlopen(url, timeout=5, context=context) as answer:
        return parse_json(answer.read())


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            get_json(url)
        except urllib.error.URLError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _make_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
