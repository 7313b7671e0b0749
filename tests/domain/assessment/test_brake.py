# SPDX-License-Identifier: Apache-2.0
"""The brake: on below the floor or with too few works, off by itself at the edge, and off by hand with a reason."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.services import begin_version, publish_version, save_draft
from cairn.assessment import brake_notices, selectors, services
from cairn.assessment.models import Brake, BrakeReason, Recalibration, WhileUnproven
from cairn.assessment.policy import DEFAULT, Policy
from cairn.assessment.reliability import Estimate
from cairn.assessment.rounding import round_below
from cairn.assessment.selectors import StandingState, WhyNotEstablished
from cairn.assessment.selectors.agreement import judge
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry, OutboxEvent, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.test_agreement import LEVELS, bring_in, figures, pair, standing
from tests.factories.assessment import make_submitted
from tests.factories.people import make_person, member

TEN = replace(DEFAULT, min_works=10, while_unproven=WhileUnproven.DOUBLE)
EVEN = [pair(number, (LEVELS[number % 3],) * 2, (LEVELS[number % 2],) * 2) for number in range(10)]
ODD = [pair(100 + number, (LEVELS[number % 3], LEVELS[(number + 1) % 3])) for number in range(10)]


def state(school: School, policy: Policy = TEN) -> None:
    with organization_scope(school.organization.pk):
        services.state_policy(school.version.achievement, policy, acting=SYSTEM)


def brake(school: School) -> Brake | None:
    with organization_scope(school.organization.pk):
        return selectors.find_brake(school.version.achievement_id)


def facts(action: str) -> list[dict[str, Any]]:
    with everything("a test looks"):
        return list(AuditEntry.objects.filter(action=action).values_list("facts", flat=True))


@pytest.mark.parametrize(
    ("low", "n_works", "expected"),
    [
        (0.60, 30, (StandingState.ESTABLISHED, None)),
        (0.5999, 30, (StandingState.BELOW_FLOOR, None)),
        (0.60, 29, (StandingState.NOT_ESTABLISHED, WhyNotEstablished.TOO_FEW)),
        (None, 30, (StandingState.NOT_ESTABLISHED, WhyNotEstablished.NO_RANGE)),
        (0.9, 0, (StandingState.NOT_ESTABLISHED, WhyNotEstablished.NOT_MEASURED)),
    ],
)
def test_the_edges_of_the_rule(
    low: float | None, n_works: int, expected: tuple[StandingState, WhyNotEstablished | None]
) -> None:
    assert judge(DEFAULT, Estimate(0.9, low, 1.0), n_works, counted=30) == expected


@pytest.mark.parametrize(
    ("low", "floor", "shown", "kept"),
    [
        (0.597, 0.6, 0.59, 0.597),
        (0.59999, 0.6, 0.59, 0.599),
        (0.6, 0.6, 0.6, 0.6),
        (0.594, 0.6, 0.59, 0.594),
        (0.457, 0.6, 0.46, 0.457),
        (-0.001, 0.0, -0.01, -0.001),
    ],
)
def test_a_low_end_that_misses_the_floor_never_reads_as_the_floor(
    low: float, floor: float, shown: float, kept: float
) -> None:
    assert (round_below(low, floor), round_below(low, floor, 3)) == (shown, kept)


def test_the_letter_does_not_say_the_floor_that_is_missed(school: School) -> None:
    member(school.organization, "owner", name="Olu Owner")
    with organization_scope(school.organization.pk):
        brake_notices.tell_engaged(
            Brake(
                organization=school.organization,
                achievement=school.version.achievement,
                reason=BrakeReason.LOW,
                low=Decimal("0.597"),
                floor=Decimal("0.60"),
                n_works=30,
            )
        )
    with everything("a test reads letters"):
        text = OutgoingMail.objects.get().text
    assert "their agreement is 0.59, and your rule asks for 0.60 or more." in " ".join(text.split())


def test_nothing_counted_is_nothing_rated_twice() -> None:
    expected = (StandingState.NOT_ESTABLISHED, WhyNotEstablished.NOTHING_RATED_TWICE)
    assert judge(DEFAULT, None, 0, counted=0) == expected


def test_without_a_stated_rule_there_is_no_brake(school: School) -> None:
    bring_in(school, ODD)
    found = standing(school)
    assert (found.state, found.is_stated, brake(school)) == (StandingState.NOT_ESTABLISHED, False, None)
    with organization_scope(school.organization.pk):
        assert not selectors.is_double_rated(school.version.achievement_id)


def test_a_rule_that_asks_for_no_second_rating_puts_no_brake_on(school: School) -> None:
    state(school, replace(TEN, while_unproven=WhileUnproven.SAY_SO))
    assert brake(school) is None


def test_it_is_on_from_the_rule_until_enough_works_agree(school: School) -> None:
    owner = make_person("Ona Owner", "ona@example.org")
    member(school.organization, "owner", person=owner)
    state(school)
    found = brake(school)
    assert found is not None
    assert (found.reason, found.n_works, found.low, found.floor) == (BrakeReason.TOO_FEW, 0, None, Decimal("0.60"))
    row = make_submitted(school.version, learner=school.learner)
    assert (row.seats, row.seat_reasons) == (2, ["brake"])
    with organization_scope(school.organization.pk):
        assert selectors.is_double_rated(school.version.achievement_id)
        assert selectors.count_waiting_for_two(school.version.achievement_id) == 1
    bring_in(school, EVEN[:9])
    assert brake(school) is not None
    bring_in(school, EVEN[9:])
    assert brake(school) is None
    after = standing(school)
    assert (after.state, after.n_works, after.estimate) == (StandingState.ESTABLISHED, 10, Estimate(1.0, 1.0, 1.0))
    mail = list(OutgoingMail.objects.order_by("created_at").values_list("to", "subject"))
    assert mail == [
        ("ona@example.org", "“Retrieval practice”: the brake is on"),
        ("ona@example.org", "“Retrieval practice”: the brake is off"),
    ]
    assert make_submitted(school.version, learner=make_person()).seats == 1


def test_it_goes_on_where_agreement_is_low_and_practice_is_offered(school: School) -> None:
    state(school)
    bring_in(school, EVEN)
    assert brake(school) is None
    bring_in(school, ODD)
    found = brake(school)
    assert found is not None
    assert (found.reason, found.n_works, found.coefficient) == (BrakeReason.LOW, 20, "cohen_kappa_quadratic")
    assert found.low is not None
    assert found.low < found.floor
    assert [row["reason"] for row in facts("brake.engage")] == ["too_few", "low"]
    assert [row["why"] for row in facts("brake.release")] == [""]
    names = (
        OutboxEvent.objects.filter(name__startswith="assessment.brake").order_by("pk").values_list("name", flat=True)
    )
    assert list(names) == ["assessment.brake_engaged", "assessment.brake_released", "assessment.brake_engaged"]
    with everything("a test looks"):
        assert Recalibration.objects.count() == 0  # nothing to practice on, and nobody here has rated


def test_an_owner_takes_it_off_in_writing_and_the_same_finding_leaves_it_off(school: School) -> None:
    owner = member(school.organization, "owner", name="Ona Owner")
    state(school)
    found = brake(school)
    assert found is not None
    with organization_scope(school.organization.pk):
        services.release_brake(found, acting=owner.as_actor(), reason=" The board met on 4 May. ")
        assert services.review_brake(school.version.achievement_id) is None
        digest = rubric_digest(school.version.definition.rubric)
        released = selectors.last_release_by_hand(school.version.achievement_id, digest)
    assert released is not None
    assert (released.released_by, released.release_reason) == ("Ona Owner", "The board met on 4 May.")
    bring_in(school, EVEN[:9])
    assert brake(school) is None
    bring_in(school, ODD)
    again = brake(school)
    assert again is not None
    assert again.reason == BrakeReason.LOW


def test_the_same_finding_puts_it_on_again_after_as_many_works(school: School) -> None:
    state(school)
    bring_in(school, ODD)
    found = brake(school)
    assert found is not None
    assert found.reason == BrakeReason.LOW
    with organization_scope(school.organization.pk):
        services.release_brake(found, acting=SYSTEM, reason="The board met.")
    more = [replace(work, work=f"more-{number}") for number, work in enumerate(ODD)]
    bring_in(school, more[:9])
    assert brake(school) is None
    bring_in(school, more[9:])
    assert brake(school) is not None


@pytest.mark.parametrize(("reason", "code"), [("  ", "no_reason"), ("x" * 1001, "too_long")])
def test_a_reason_is_needed(school: School, reason: str, code: str) -> None:
    state(school)
    found = brake(school)
    assert found is not None
    with organization_scope(school.organization.pk), pytest.raises(Invalid) as refusal:
        services.release_brake(found, acting=SYSTEM, reason=reason)
    assert (refusal.value.code, brake(school)) == (code, found)


def test_only_an_owner_takes_it_off(school: School) -> None:
    author = member(school.organization, "author")
    state(school)
    found = brake(school)
    assert found is not None
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied):
        services.release_brake(found, acting=author.as_actor(), reason="I trust them.")
    assert (brake(school), facts("brake.release")) == (found, [])


def test_it_is_taken_off_once(school: School) -> None:
    state(school)
    found = brake(school)
    assert found is not None
    with organization_scope(school.organization.pk):
        services.release_brake(found, acting=SYSTEM, reason="The board met.")
        with pytest.raises(Conflict) as refusal:
            services.release_brake(found, acting=SYSTEM, reason="The board met.")
    assert (refusal.value.code, len(facts("brake.release"))) == ("already_off", 1)


def test_of_new_words_nothing_is_known(school: School) -> None:
    state(school)
    bring_in(school, EVEN)
    assert brake(school) is None
    draft = begin_version(school.version.achievement, acting=SYSTEM)
    stored = deepcopy(draft.stored)
    stored["rubric"]["criteria"][0]["descriptors"][0]["text"] = "No task has a goal"
    save_draft(draft, type(draft.definition).from_json(stored), expected_revision=draft.revision, acting=SYSTEM)
    with everything("a test publishes"):
        draft.refresh_from_db()
        publish_version(draft, acting=SYSTEM)
        services.review_brake(school.version.achievement_id)
        found = selectors.find_brake(school.version.achievement_id)
    assert found is not None
    assert (found.reason, found.n_works) == (BrakeReason.TOO_FEW, 0)
    kept = figures(school)
    assert kept is not None
    assert found.rubric_digest != kept.rubric_digest
