# SPDX-License-Identifier: Apache-2.0
"""Credentials as an archive that anybody can verify without us: with the keys, the status lists and the command."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cairn.credentials.addresses import report_url, status_list_url
from cairn.credentials.models import AchievementCredential, Award, AwardState
from cairn.credentials.services.lists import publish_status_list
from cairn.credentials.services.reports import publish_report
from cairn.foundation.scopes import organization_scope
from cairn.organizations.mapping import did_document, did_of
from cairn.organizations.models import Organization
from cairn.standards.codecs import dump_json

_CHUNK: Final = 200


@dataclass(slots=True)
class _Sink(io.RawIOBase):
    """Takes what the archive writes and gives it away at once, so that no archive is ever held whole."""

    parts: list[bytes] = field(default_factory=list)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # zipfile writes bytes
        self.parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self.parts)
        self.parts.clear()
        return taken


def select_signed(awards: QuerySet[Award]) -> list[UUID]:
    """Return the ids of those awards that have a signed credential, within the scope of the moment."""
    return list(awards.filter(state=AwardState.ISSUED).order_by("pk").values_list("pk", flat=True))


def export_credentials(organization: Organization, award_ids: Sequence[UUID]) -> Iterator[bytes]:
    """Yield an archive of credentials piece by piece: `credentials/`, `documents/` and a README with the command.

    The pieces are made while they are sent, long after the request: each reads its rows in a scope of its own.
    """
    sink = _Sink()
    lists: set[UUID] = set()
    reports: set[UUID] = set()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for first in range(0, len(award_ids), _CHUNK):
            for credential in _read(organization, award_ids[first : first + _CHUNK]):
                archive.writestr(f"credentials/{credential.pk}.json", bytes(credential.document))
                lists.add(credential.status_list_id)
                reports.update(_reports_of(credential))
            yield sink.take()
        _write_documents(archive.writestr, organization, lists=sorted(lists), reports=sorted(reports))
    yield sink.take()


def _read(organization: Organization, award_ids: Sequence[UUID]) -> list[AchievementCredential]:
    with organization_scope(organization.pk):
        rows = AchievementCredential.objects.select_related("award").filter(pk__in=award_ids)
        return list(rows.exclude(issued_at=None).order_by("pk"))


def _reports_of(credential: AchievementCredential) -> Iterator[UUID]:
    if named := credential.award.provenance.get("report"):
        yield UUID(named)


def _write_documents(
    write: Callable[[str, bytes], None], organization: Organization, *, lists: Sequence[UUID], reports: Sequence[UUID]
) -> None:
    names = {did_of(organization): "documents/did.json"}
    write("documents/did.json", dump_json(did_document(organization), indent=True))
    for number, list_id in enumerate(lists, 1):
        name = f"documents/status-{number}.json"
        names[status_list_url(list_id)] = name
        write(name, publish_status_list(list_id))
    for number, report_id in enumerate(reports, 1):
        name = f"documents/reliability-{number}.json"
        names[report_url(report_id)] = name
        write(name, publish_report(report_id))
    write("README.txt", _readme(organization, names).encode())


def _readme(organization: Organization, names: dict[str, str]) -> str:
    documents = " \\\n".join(f"  --document '{url}={name}'" for url, name in names.items())
    return "\n".join(
        [
            _("Credentials of %(issuer)s") % {"issuer": organization.name},
            "",
            _("credentials/ holds one signed Open Badge in each file."),
            _("documents/ holds the issuer's keys, status lists and reports as they were when this was downloaded."),
            "",
            _("To check all of them here, with no network and no account:"),
            "",
            f"cairn verify --offline \\\n{documents} \\\n  credentials",
            "",
            _("What is revoked later still passes here. Without --offline, the lists of today are asked."),
            "",
        ]
    )
