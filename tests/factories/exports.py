# SPDX-License-Identifier: Apache-2.0
"""An export as it lies on somebody's disk."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from cairn.credentials.exporting import export_credentials, select_signed
from cairn.credentials.selectors import list_awards
from cairn.foundation.scopes import organization_scope
from cairn.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The folder, and the documents that its README names, by their addresses."""

    folder: Path
    documents: dict[str, Path]

    @property
    def credentials(self) -> list[Path]:
        """The files of the credentials."""
        return sorted((self.folder / "credentials").iterdir())

    def options(self, name: str) -> list[str]:
        """Return the options that hand the documents over."""
        return [text for url, path in self.documents.items() for text in (name, f"{url}={path}")]


def unpack_export(organization: Organization, folder: Path) -> Unpacked:
    """Export everything that an organization has signed, and unpack it."""
    with organization_scope(organization.pk):
        ids = select_signed(list_awards())
    with zipfile.ZipFile(io.BytesIO(b"".join(export_credentials(organization, ids)))) as archive:
        archive.extractall(folder)
    named = re.findall(r"--document '([^=']+)=([^']+)'", (folder / "README.txt").read_text())
    return Unpacked(folder, {url: folder / name for url, name in named})
