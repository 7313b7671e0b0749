# SPDX-License-Identifier: Apache-2.0
"""Drafts, versions and the end of a series."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cairn.achievements import selectors, services
from cairn.achievements.definition import Definition, Outcome
from cairn.achievements.kinds import Kind
from cairn.achievements.models import Achievement, AchievementVersion
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Conflict, DomainError, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import AuditEntry, OutboxEvent
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations.models import Organization
from tests.factories.achievements import make_attendance, make_definition, make_draft, make_published_version
from tests.factories.people import make_organization, make_person, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def college() -> Organization:
    return make_organization("college", hue=120)


@pytest.fixture
def author(college: Organization) -> Actor:
    return member(college, "author", name="Ada Author").as_actor()


@pytest.fixture
def stranger() -> Actor:
    return make_person("Sam Stranger").as_actor()


def audited() -> list[str]:
    with everything("test"):
        return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def counts() -> tuple[int, int, int]:
    with everything("test"):
        return Achievement.objects.count(), AchievementVersion.objects.count(), AuditEntry.objects.count()


def test_an_achievement_begins_with_a_draft(college: Organization, author: Actor) -> None:
    draft = services.create_achievement(college, name="  Recall tasks ", kind=Kind.KNOWLEDGE, acting=author)

    assert (draft.number, draft.state, draft.revision) == (1, "draft", 1)
    assert (draft.name, draft.kind, draft.achievement.slug) == ("Recall tasks", "knowledge", "recall-tasks")
    assert (draft.definition.hue, draft.changed_by) == (120, "Ada Author")
    assert audited()[-1] == "achievement.created"


def test_two_of_the_same_name_have_their_own_addresses(college: Organization, author: Actor) -> None:
    slugs = [
        services.create_achievement(college, name=name, kind=Kind.KNOWLEDGE, acting=author).achievement.slug
        for name in ("Recall", "Recall", "Recall", "التذكر")
    ]
    assert slugs == ["recall", "recall-2", "recall-3", "credential"]


def test_a_nameless_one_is_not_begun(college: Organization, author: Actor) -> None:
    before = counts()
    with pytest.raises(Invalid) as refusal:
        services.create_achievement(college, name="   ", kind=Kind.KNOWLEDGE, acting=author)
    assert (refusal.value.code, refusal.value.field, counts()) == ("name_missing", "name", before)


def test_a_stranger_changes_nothing(college: Organization, author: Actor, stranger: Actor) -> None:
    draft = make_draft(college, acting=author)
    published = make_published_version(college, name="Other", acting=author)
    before = counts()
    attempts = (
        lambda: services.create_achievement(college, name="Mine", kind=Kind.KNOWLEDGE, acting=stranger),
        lambda: services.duplicate_achievement(draft, name="Mine", acting=stranger),
        lambda: services.save_draft(draft, make_definition(name="Mine"), expected_revision=1, acting=stranger),
        lambda: services.discard_draft(draft, acting=stranger),
        lambda: services.publish_version(draft, acting=stranger),
        lambda: services.begin_version(published.achievement, acting=stranger),
        lambda: services.retire_achievement(published.achievement, reason="Because", acting=stranger),
        lambda: services.reopen_achievement(published.achievement, reason="Because", acting=stranger),
    )
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    with organization_scope(college.pk):
        stored = selectors.get_version(draft.pk)
    assert counts() == before
    assert (stored.stored, stored.state, stored.revision) == (draft.stored, "draft", 1)


def test_saving_needs_the_revision_that_one_has_read(college: Organization, author: Actor) -> None:
    draft = make_draft(college, acting=author)
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with clock.at(moment):
        saved = services.save_draft(draft, make_definition(name="New name"), expected_revision=1, acting=author)
    assert (saved.revision, saved.name, saved.changed_at) == (2, "New name", moment)
    assert "new name" in saved.search

    with organization_scope(college.pk):
        stale = selectors.get_version(draft.pk)
    with pytest.raises(Conflict) as refusal:
        services.save_draft(stale, make_definition(name="Older"), expected_revision=1, acting=SYSTEM)
    assert (refusal.value.code, refusal.value.facts["revision"]) == ("draft_changed", 2)
    assert "Ada Author" in refusal.value.detail
    with organization_scope(college.pk):
        assert selectors.get_version(draft.pk).name == "New name"


def test_saving_the_same_again_is_not_a_change(college: Organization, author: Actor) -> None:
    draft = make_draft(college, acting=author)
    before = counts()
    assert services.save_draft(draft, draft.definition, expected_revision=1, acting=author).revision == 1
    assert counts() == before


def test_the_audit_names_what_was_changed(college: Organization, author: Actor) -> None:
    draft = make_draft(college, acting=author)
    changed = draft.definition.model_copy(update={"name": "New", "promise": "You can."})
    services.save_draft(draft, changed, expected_revision=1, acting=author)
    with everything("test"):
        entry = AuditEntry.objects.order_by("-id")[0]
    assert entry.facts == {"revision": 2, "changed": ["name", "promise"]}


def test_publishing_fixes_a_version_for_good(college: Organization, author: Actor) -> None:
    version = services.publish_version(make_draft(college, acting=author), acting=author, note="  First ")

    assert (version.state, version.published_by, version.change_note) == ("published", "Ada Author", "First")
    assert version.digest == version.definition.digest()
    assert OutboxEvent.objects.filter(name="achievements.version_published").count() == 1
    for attempt in (
        lambda: services.save_draft(version, make_definition(name="X"), expected_revision=1, acting=author),
        lambda: services.discard_draft(version, acting=author),
        lambda: services.publish_version(version, acting=author),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "version_published"
    version.name = "X"
    with pytest.raises(TypeError):
        version.save()
    with everything("test"):
        assert AchievementVersion.objects.get(pk=version.pk).name == "Retrieval practice"


def test_what_is_not_ready_is_not_published(college: Organization, author: Actor) -> None:
    draft = make_draft(college, make_definition(outcomes=(Outcome(id="O1", text="Understand recall"),)), acting=author)
    before = counts()
    with pytest.raises(Invalid) as refusal:
        services.publish_version(draft, acting=author)
    assert refusal.value.code == "not_ready"
    assert set(refusal.value.facts["findings"]) == {"OUT-03", "RUB-08"}  # type: ignore[call-overload]
    assert counts() == before
    with organization_scope(college.pk):
        assert selectors.get_version(draft.pk).state == "draft"


def test_the_next_version_begins_as_a_copy(college: Organization, author: Actor) -> None:
    first = make_published_version(college, acting=author)
    second = services.begin_version(first.achievement, acting=author)

    assert (second.number, second.state, second.stored) == (2, "draft", first.stored)
    with pytest.raises(Conflict) as refusal:
        services.begin_version(first.achievement, acting=author)
    assert refusal.value.code == "draft_exists"
    with pytest.raises(Conflict) as refusal:
        services.publish_version(second, acting=author)
    assert refusal.value.code == "nothing_changed"
    services.save_draft(second, make_definition(name="Second"), expected_revision=1, acting=author)
    assert services.publish_version(second, acting=author).number == 2
    with organization_scope(college.pk):
        current = selectors.current_version(first.achievement_id)
    assert current is not None
    assert current.name == "Second"


def test_a_draft_can_be_discarded_and_what_was_published_stays(college: Organization, author: Actor) -> None:
    first = make_published_version(college, acting=author)
    second = services.begin_version(first.achievement, acting=author)
    services.discard_draft(second, acting=author)
    lone = make_draft(college, name="Never", acting=author)
    services.discard_draft(lone, acting=author)

    with everything("test"):
        assert list(AchievementVersion.objects.values_list("pk", flat=True)) == [first.pk]
        assert list(Achievement.objects.values_list("pk", flat=True)) == [first.achievement_id]


def test_a_copy_is_an_achievement_of_its_own(college: Organization, author: Actor) -> None:
    first = make_published_version(college, acting=author)
    copy = services.duplicate_achievement(first, name="A copy", acting=author)
    assert copy.achievement_id != first.achievement_id
    assert copy.definition == first.definition.model_copy(update={"name": "A copy"})


def test_retiring_needs_an_owner_and_a_reason(college: Organization, author: Actor) -> None:
    owner = member(college, "owner").as_actor()
    version = make_published_version(college, acting=author)
    with pytest.raises(PermissionDenied):
        services.retire_achievement(version.achievement, reason="Done", acting=author)
    with pytest.raises(Invalid) as refusal:
        services.retire_achievement(version.achievement, reason="  ", acting=owner)
    assert (refusal.value.code, refusal.value.field) == ("reason_missing", "reason")

    retired = services.retire_achievement(version.achievement, reason="The course has ended.", acting=owner)
    assert retired.retired_at is not None
    assert selectors.list_public().count() == 0
    assert selectors.get_public_version(version.achievement_id).achievement.retired_reason == "The course has ended."
    with pytest.raises(Conflict) as conflict:
        services.begin_version(retired, acting=author)
    assert conflict.value.code == "achievement_retired"

    reopened = services.reopen_achievement(retired, reason="Back again.", acting=owner)
    assert (reopened.retired_at, reopened.retired_reason) == (None, "")
    assert [version.pk] == [row.pk for row in selectors.list_public()]
    assert audited()[-2:] == ["achievement.retired", "achievement.reopened"]


def test_what_was_never_published_cannot_retire(college: Organization) -> None:
    with pytest.raises(Conflict) as refusal:
        services.retire_achievement(make_draft(college).achievement, reason="Done", acting=SYSTEM)
    assert refusal.value.code == "nothing_published"


def test_readers_keep_to_the_scope(college: Organization) -> None:
    version = make_published_version(college)
    other = make_organization("other")
    with organization_scope(other.pk):
        assert selectors.current_version(version.achievement_id) is None
        assert list(selectors.list_latest()) == []
        for read in (selectors.get_achievement, selectors.get_version):
            with pytest.raises(NotFound):
                read(version.pk)


def test_the_public_sees_the_latest_published_version(college: Organization) -> None:
    first = make_published_version(college)
    second = services.begin_version(first.achievement, acting=SYSTEM)
    make_draft(college, name="Unseen")

    assert [row.pk for row in selectors.list_public()] == [first.pk]
    with pytest.raises(NotFound):
        selectors.get_public_version(first.achievement_id, 2)
    services.save_draft(second, make_definition(name="Second"), expected_revision=1, acting=SYSTEM)
    services.publish_version(second, acting=SYSTEM)
    assert [row.pk for row in selectors.list_public()] == [second.pk]
    assert selectors.get_public_version(first.achievement_id, 1).pk == first.pk


def test_attendance_is_published_without_outcomes(college: Organization) -> None:
    assert make_published_version(college, make_attendance()).kind == "participation"


def test_a_blank_definition_can_be_stored(college: Organization) -> None:
    draft = make_draft(college, Definition(name="Blank"))
    with pytest.raises(DomainError):
        services.publish_version(draft, acting=SYSTEM)
