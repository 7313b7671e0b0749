# SPDX-License-Identifier: Apache-2.0
"""Rubrics to use again: kept in versions, put into drafts, and nothing where somebody may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from cairn.achievements import selectors, services
from cairn.achievements.definition import (
    Definition,
    Origin,
    PassRule,
    RequiredLevel,
    Rubric,
    RubricLevel,
    RubricSource,
    Translation,
)
from cairn.achievements.models import SavedRubric
from cairn.achievements.rubrics import RubricDocument, document_of, rubric_digest
from cairn.achievements.rubrics.fitting import fit
from cairn.achievements.translate import in_language, list_texts
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid, NotFound, PermissionDenied
from cairn.foundation.ids import new_id
from cairn.foundation.models import AuditEntry, OutboxEvent
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations.models import Organization
from tests.factories.achievements import RUBRIC, make_definition, make_draft, make_published_version
from tests.factories.people import make_organization, make_person, member
from tests.factories.rubrics import SPANISH, make_document

pytestmark = pytest.mark.django_db

BANK = RubricSource(origin=Origin.BANK, id="communication", version="1")


@pytest.fixture
def college() -> Organization:
    return make_organization("college")


@pytest.fixture
def author(college: Organization) -> Actor:
    return member(college, "author", name="Ada Author").as_actor()


def _counts() -> tuple[int, int, int]:
    with everything("test"):
        return SavedRubric.objects.count(), AuditEntry.objects.count(), OutboxEvent.objects.count()


def test_a_rubric_is_kept(college: Organization, author: Actor) -> None:
    kept = services.keep_rubric(college, make_document(), acting=author)
    assert (kept.number, kept.slug, kept.name, kept.language) == (1, "retrieval-tasks", "Retrieval tasks", "en")
    assert (kept.origin, kept.kept_by, kept.document) == ("own", "Ada Author", make_document())
    assert kept.digest == make_document().digest()
    with everything("test"):
        entry = AuditEntry.objects.get(action="rubric.kept")
        event = OutboxEvent.objects.get(name="achievements.rubric_kept")
    assert entry.facts == {"name": "Retrieval tasks", "number": 1, "digest": kept.digest}
    assert event.payload == {"series": str(kept.series), "number": 1, "digest": kept.digest}


def test_the_next_version_is_a_new_row(college: Organization, author: Actor) -> None:
    first = services.keep_rubric(college, make_document(), acting=author)
    second = services.keep_rubric(
        college, make_document(name="Recall tasks"), acting=author, series=first.series, note=" A clearer name "
    )
    with organization_scope(college.pk):
        assert selectors.list_rubric_versions(first.series) == [second, first]
        assert list(selectors.list_rubrics()) == [second]
        assert list(selectors.list_rubrics(words="recall")) == [second]
        assert list(selectors.list_rubrics(words="retrieval")) == []
        assert selectors.get_rubric(first.series, 1) == first
    assert (second.number, second.slug, second.note) == (2, "retrieval-tasks", "A clearer name")


def test_what_is_kept_never_changes(college: Organization, author: Actor) -> None:
    kept = services.keep_rubric(college, make_document(), acting=author)
    kept.name = "Other"
    with pytest.raises(TypeError, match="never changed"):
        kept.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), everything("test"):
        SavedRubric.objects.filter(pk=kept.pk).update(name="Other")
    with everything("test"):
        assert SavedRubric.objects.get().name == "Retrieval tasks"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "rubric_name_missing"),
        ({"levels": RUBRIC.levels[:1]}, "rubric_levels"),
        ({"levels": (*RUBRIC.levels[:2], RubricLevel(id="x", points=9))}, "rubric_levels"),
        ({"levels": tuple(reversed(RUBRIC.levels))}, "rubric_points"),
        ({"criteria": ()}, "rubric_criteria"),
        ({"criteria": (RUBRIC.criteria[0], RUBRIC.criteria[0])}, "rubric_ids"),
        ({"criteria": (RUBRIC.criteria[0].model_copy(update={"name": ""}),)}, "rubric_criteria"),
    ],
)
def test_what_raters_could_not_use_is_not_kept(
    college: Organization, author: Actor, changes: dict[str, object], code: str
) -> None:
    before = _counts()
    with pytest.raises(Invalid) as refusal:
        services.keep_rubric(college, make_document(**changes), acting=author)
    assert (refusal.value.code, _counts()) == (code, before)


def test_the_same_again_is_not_kept(college: Organization, author: Actor) -> None:
    kept = services.keep_rubric(college, make_document(), acting=author)
    before = _counts()
    with pytest.raises(Conflict) as refusal:
        services.keep_rubric(college, make_document(), acting=author, series=kept.series)
    assert (refusal.value.code, _counts()) == ("rubric_unchanged", before)


def test_two_of_a_name_have_slugs_of_their_own(college: Organization, author: Actor) -> None:
    slugs = [services.keep_rubric(college, make_document(), acting=author).slug for _time in range(3)]
    assert slugs == ["retrieval-tasks", "retrieval-tasks-2", "retrieval-tasks-3"]


def test_the_rubric_of_a_draft_is_kept_and_named_as_its_source(college: Organization, author: Actor) -> None:
    draft = make_draft(college, acting=author, translations=(SPANISH,))
    kept = services.keep_draft_rubric(draft, name="Recall", acting=author)
    draft.refresh_from_db()
    assert draft.definition.rubric.source == RubricSource(
        origin=Origin.OWN, id=str(kept.series), version="1", digest=rubric_digest(draft.definition.rubric)
    )
    assert draft.definition.rubric.pass_rule == RUBRIC.pass_rule
    assert kept.document.criteria[0].outcomes == ()
    assert dict(kept.document.translations[0].texts).keys() == dict(SPANISH.texts[1:]).keys()
    with organization_scope(college.pk):
        assert selectors.list_uses(kept.series) == [draft]
        assert selectors.list_uses(new_id()) == []


def test_a_published_version_gives_no_rubric_to_the_shelf(college: Organization, author: Actor) -> None:
    version = make_published_version(college, acting=author)
    before = _counts()
    with pytest.raises(Conflict) as refusal:
        services.keep_draft_rubric(version, name="Recall", acting=author)
    assert (refusal.value.code, _counts()) == ("version_published", before)


def test_a_stranger_and_a_neighbor_change_nothing(college: Organization, author: Actor) -> None:
    kept = services.keep_rubric(college, make_document(), acting=author)
    draft = make_draft(college, acting=author)
    neighbor = make_organization("neighbor")
    theirs = member(neighbor, "author").as_actor()
    before = _counts()
    for acting in (make_person("Sam").as_actor(), theirs, member(college, "assessor").as_actor()):
        before = _counts()
        attempts: tuple[Callable[[], object], ...] = (
            lambda: services.keep_rubric(college, make_document(name="Mine"), acting=acting),  # noqa: B023 - called at once
            lambda: services.keep_draft_rubric(draft, name="Mine", acting=acting),  # noqa: B023 - called at once
            lambda: services.use_rubric(draft, kept.document, BANK, expected_revision=1, acting=acting),  # noqa: B023
        )
        for attempt in attempts:
            with pytest.raises(PermissionDenied):
                attempt()
        assert _counts() == before
    with pytest.raises(NotFound):
        services.keep_rubric(neighbor, make_document(name="Mine"), acting=theirs, series=kept.series)
    assert _counts() == before


def test_a_rubric_is_put_into_a_draft(college: Organization, author: Actor) -> None:
    kept = services.keep_rubric(college, make_document(), acting=author)
    draft = make_draft(college, acting=author)
    used = services.use_rubric(draft, kept.document, kept.source, expected_revision=draft.revision, acting=author)
    rubric = used.draft.definition.rubric
    assert rubric_digest(rubric) == kept.digest
    assert rubric.source == kept.source
    assert rubric.pass_rule == RUBRIC.pass_rule
    assert (rubric.criteria[0].outcomes, rubric.criteria[0].evidence) == (("O1",), ("a1",))
    assert used.lost == ()
    with everything("test"):
        assert AuditEntry.objects.filter(action="rubric.used").count() == 1


def test_a_draft_that_somebody_else_saved_keeps_its_rubric(college: Organization, author: Actor) -> None:
    draft = make_draft(college, acting=author)
    before = _counts()
    with pytest.raises(Conflict) as refusal:
        services.use_rubric(draft, make_document(), BANK, expected_revision=7, acting=author)
    draft.refresh_from_db()
    assert (refusal.value.code, _counts(), draft.definition.rubric) == ("draft_changed", before, RUBRIC)


def test_what_no_longer_fits_is_said() -> None:
    other = make_document(
        levels=(RubricLevel(id="no", name="No"), RubricLevel(id="exceeds", name="Yes", points=1)),
        criteria=(RUBRIC.criteria[1].model_copy(update={"id": "new", "outcomes": ()}),),
    )
    rule = PassRule(
        min_percent=50,
        each_at_least="meets",
        required_levels=(RequiredLevel(criterion="plan", level="exceeds"),),
        parts_complete=("overview",),
        text="Meets in all.",
    )
    definition = make_definition(rubric=RUBRIC.model_copy(update={"pass_rule": rule}))
    fitted = fit(definition, other, BANK)
    kept = fitted.definition.rubric.pass_rule
    assert (kept.min_percent, kept.each_at_least, kept.required_levels) == (50, "", ())
    assert (kept.parts_complete, kept.text) == (("overview",), "Meets in all.")
    assert fitted.lost == (
        "“Meets” for every criterion: the new rubric has no such level. Choose one under “To pass”.",
        "“Exceeds” for “Match to goals”: the new rubric does not have both. Set it again if you need it.",
        "The pass rule in your words was kept. Read it again: the rule behind it has changed.",
        "Tie these criteria to outcomes: Use of results.",
    )


def test_a_rubric_comes_in_in_the_language_of_the_draft() -> None:
    spanish = make_definition(language="es", rubric=Rubric(), translations=(Translation(language="en"),))
    fitted = fit(spanish, make_document(), BANK)
    assert fitted.definition.rubric.levels[1].name == "Cumple"
    assert in_language(fitted.definition, "en").rubric.levels[1].name == "Meets"
    begun = make_definition(translations=(Translation(language="es", texts=(("name", "Práctica"),)),))
    texts = dict(fit(begun, make_document(), BANK).definition.translations[0].texts)
    assert texts["name"] == "Práctica"
    assert texts["rubric/levels/meets/name"] == "Cumple"


def test_a_rubric_that_nobody_translated_says_so() -> None:
    definition = make_definition(language="ar", outcomes=(), rubric=Rubric())
    assert fit(definition, make_document(), BANK).lost == (
        "The rubric is not written in the language of this credential. Translate it before you publish.",
    )


def test_a_criterion_with_a_language_of_its_own_is_shown_in_that_one() -> None:
    spoken = RUBRIC.criteria[0].model_copy(update={"language": "fr"})
    rubric = RUBRIC.model_copy(update={"criteria": (spoken, RUBRIC.criteria[1])})
    texts = (("rubric/criteria/plan/name", "No"), ("rubric/criteria/insight/name", "Uso de los resultados"))
    definition = make_definition(rubric=rubric, translations=(Translation(language="es", texts=texts),))
    shown = in_language(definition, "es").rubric.criteria
    assert [row.name for row in shown] == ["Match to goals", "Uso de los resultados"]
    assert not any(place.startswith("rubric/criteria/plan/") for place in list_texts(definition))


def test_a_document_is_read_in_each_of_its_languages() -> None:
    document = make_document()
    assert document.languages == ("en", "es")
    spanish = document.in_language("es-MX")
    assert (spanish.name, spanish.language, spanish.criteria[0].name) == ("Repaso", "es", "Conforme a las metas")
    assert spanish.description == document.description


def test_a_definition_gives_its_rubric_back() -> None:
    fitted = fit(make_definition(rubric=Rubric()), make_document(), BANK).definition
    assert document_of(fitted).levels == make_document().levels
    assert document_of(fitted).criteria == make_document().criteria
    assert isinstance(document_of(Definition()), RubricDocument)
