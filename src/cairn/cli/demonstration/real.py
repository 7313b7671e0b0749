# SPDX-License-Identifier: Apache-2.0
"""Real open data, where the shared folder is there: learners of the Open University, a CTDL credential, a roster.

The learners are known by a number alone. What they passed is awarded in bulk, a table for each presentation.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cairn.accounts.demonstration import PREFIX, find_demo_person
from cairn.accounts.models import Person
from cairn.achievements.ctdl_import import read_ctdl
from cairn.achievements.definition import AssessmentMethod, Cost, Definition, Effort, Outcome
from cairn.achievements.kinds import Kind
from cairn.achievements.models import AchievementVersion
from cairn.achievements.services import create_achievement, publish_version
from cairn.cli.problems import CommandError
from cairn.credentials.services.batches import check_batch, start_batch
from cairn.foundation.actors import SYSTEM, Actor
from cairn.integrations.oneroster.services import start_import, store_bundle
from cairn.organizations.models import Organization, OrganizationKind
from cairn.organizations.selectors import list_organizations
from cairn.organizations.services import add_member, create_organization

SLUG: Final = "open-learning-data"
_PASSED: Final = frozenset({"Pass", "Distinction"})
_LEARNERS: Final = "oulad/studentInfo.csv.gz"
_ROSTER: Final = "oneroster-lms-toolkit-1.1"
_CREDENTIAL: Final = (
    "registry-assistant-samples/OutcomeData/Indiana/"
    "Indiana_University_South_Bend-B.S._in_Nursing_(Pre-Licensure)_API_Output_CTDL.json"
)
_WHOSE: Final = "patrice"


@dataclass(frozen=True, slots=True)
class RealData:
    """What was loaded."""

    tables: int
    recipients: int


def find_real_data(project: Path) -> Path:
    """Return the folder of real data: in `CAIRN_SHARED`, else beside the project. Raises CommandError."""
    shared = Path(os.environ.get("CAIRN_SHARED", project.parent / "shared"))
    if not (shared / "real" / _LEARNERS).is_file():
        raise CommandError(f"There is no real data in {shared}. Name its folder with CAIRN_SHARED.")
    return shared / "real"


def is_real_loaded() -> bool:
    """Say whether the real data is there."""
    return list_organizations().filter(slug=SLUG).exists()


def load_real_data(folder: Path) -> RealData:
    """Load real data into an organization of its own. Raises CommandError, DomainError."""
    owner = find_demo_person(PREFIX + _WHOSE)
    if owner is None:
        raise CommandError("The demonstration has to be there first. Run `cairn demo`.")
    organization = _organization(owner)
    acting = owner.as_actor()
    _import_credential(organization, folder / _CREDENTIAL, acting)
    _import_people(organization, folder / _ROSTER, acting)
    tables = read_tables((folder / _LEARNERS).read_bytes())
    versions: dict[str, AchievementVersion] = {}
    for (module, presentation), numbers in tables.items():
        version = versions.get(module) or versions.setdefault(module, _module(organization, module))
        file_name = f"{module}-{presentation}.csv"
        batch = check_batch(version, write_table(numbers), file_name=file_name, acting=acting)
        start_batch(batch, acting=acting, notify=False)
    return RealData(len(tables), sum(map(len, tables.values())))


def read_tables(data: bytes) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return who has passed each presentation of each module, by number, and with which result."""
    tables: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(gzip.decompress(data)):
        if row["final_result"] in _PASSED:
            tables[row["code_module"], row["code_presentation"]].append((row["id_student"], row["final_result"]))
    return dict(sorted(tables.items()))


def write_table(numbers: list[tuple[str, str]]) -> bytes:
    """Return the table of a bulk award."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("identifier", "result"))
    writer.writerows(numbers)
    return written.getvalue().encode()


def _rows(data: bytes) -> Iterator[Mapping[str, str]]:
    yield from csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))


def _organization(owner: Person) -> Organization:
    organization = create_organization(
        slug=SLUG,
        name="Open Learning Data",
        acting=SYSTEM,
        kind=OrganizationKind.COLLEGE,
        description="Real, open and anonymous data: who passed a module at a university in 2013 or 2014.",
    )
    add_member(organization, owner, ["owner", "issuer", "author"], acting=SYSTEM)
    return organization


def _module(organization: Organization, code: str) -> AchievementVersion:
    definition = Definition(
        name=f"Module {code}",
        kind=Kind.KNOWLEDGE,
        promise=f"You passed the assessments of module {code}.",
        description="A module of the Open University Learning Analytics Dataset, which does not say what it teaches.",
        criteria="A final result of Pass or Distinction.",
        outcomes=(Outcome(id="O1", text=f"Complete the assessments of module {code} with at least a pass."),),
        delivery="Distance learning",
        assessment=AssessmentMethod(
            type="Marked assignments and, in some modules, an exam", supervision="Not stated", identity="Not stated"
        ),
        quality_assurance="The dataset does not state it.",
        level="University",
        cost=Cost(extra="The dataset does not state a price."),
        effort=Effort(detail="The dataset does not state the hours."),
    )
    version = create_achievement(
        organization, name=definition.name, kind=definition.kind, acting=SYSTEM, definition=definition
    )
    return publish_version(version, acting=SYSTEM)


def _import_credential(organization: Organization, path: Path, acting: Actor) -> None:
    definition = read_ctdl(path.read_bytes()).definition
    create_achievement(organization, name=definition.name, kind=definition.kind, acting=acting, definition=definition)


def _import_people(organization: Organization, folder: Path, acting: Actor) -> None:
    files = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    bundle = store_bundle(organization, files, acting=acting)
    start_import(organization, bundle, encoding="", acting=acting)
