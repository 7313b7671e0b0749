# SPDX-License-Identifier: Apache-2.0
"""An organization with something to earn, a learner and an assessor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.organizations.models import Organization
from tests.factories.achievements import make_published_version
from tests.factories.people import make_organization, make_person, member


@dataclass(frozen=True, slots=True)
class School:
    """What most tests begin with."""

    organization: Organization
    version: AchievementVersion
    learner: Person
    assessor: Person


@pytest.fixture
def school(db: None, settings: Settings, tmp_path: Path) -> School:
    settings.MEDIA_ROOT = tmp_path
    organization = make_organization()
    return School(
        organization,
        make_published_version(organization),
        make_person("Ada Learner", "ada@example.org"),
        member(organization, "assessor", name="Bo Assessor"),
    )
