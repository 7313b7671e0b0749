# SPDX-License-Identifier: Apache-2.0
"""What people hold and show: private until they say otherwise, and theirs alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from cairn.credentials.services.changes import revoke
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import DomainError, ErrorKind, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything
from cairn.wallet import selectors, services
from cairn.wallet.models import Audience, HeldCredential, PublicProfile, ShareLink
from tests.factories.achievements import make_published_version
from tests.factories.credentials import make_award
from tests.factories.people import make_organization, make_person
from tests.factories.wallet import Held, make_held

pytestmark = pytest.mark.django_db


def _audit() -> list[str]:
    with everything("a test reads the audit"):
        rows = AuditEntry.objects.filter(action__startswith="wallet.").order_by("id")
        return list(rows.values_list("action", flat=True))


def _state() -> tuple[object, ...]:
    """Return everything that a wallet stores."""
    return tuple(
        tuple(model.objects.order_by("pk").values_list()) for model in (HeldCredential, ShareLink, PublicProfile)
    )


def _token(held: Held, **facts: object) -> str:
    link = services.create_share_link(held.award.pk, acting=held.person.as_actor(), **facts)  # type: ignore[arg-type]  # passed on as they are
    return selectors.link_url(link).rpartition("/")[2]


@pytest.mark.django_db(transaction=True)
def test_what_is_signed_for_a_person_lies_in_their_hands_private() -> None:
    person = make_person()
    award = make_award(make_published_version(make_organization()), person_id=person.pk)
    [holding] = selectors.list_holdings(person.pk)
    assert (holding.credential.pk, holding.held.is_public, holding.held.is_hidden) == (award.pk, False, False)
    assert _audit() == ["wallet.receive"]


def test_receiving_twice_changes_nothing() -> None:
    held = make_held()
    services.make_public(held.award.pk, acting=held.person.as_actor())
    before = _state()
    services.receive(held.award.pk, held.person.pk)
    assert _state() == before


def test_a_link_leads_to_the_credential_until_it_is_ended() -> None:
    held = make_held()
    link = services.create_share_link(held.award.pk, acting=held.person.as_actor(), label="  Larkfield  ")
    token = selectors.link_url(link).rpartition("/")[2]
    assert (services.open_share_link(token).pk, link.label) == (link.pk, "Larkfield")
    services.end_share_link(link.pk, acting=held.person.as_actor())
    with pytest.raises(DomainError) as refused:
        services.open_share_link(token)
    assert (refused.value.kind, refused.value.code) == (ErrorKind.GONE, "link_ended")
    assert _audit() == ["wallet.receive", "wallet.share", "wallet.end_link"]


def test_a_link_ends_by_itself_at_its_moment() -> None:
    held = make_held()
    ends = clock.now() + timedelta(days=7)
    token = _token(held, expires_at=ends)
    with clock.at(ends - timedelta(seconds=1)):
        services.open_share_link(token)
    with clock.at(ends), pytest.raises(DomainError) as refused:
        services.open_share_link(token)
    assert (refused.value.kind, refused.value.code) == (ErrorKind.GONE, "link_expired")


def test_a_link_that_ends_in_the_past_is_not_made() -> None:
    held = make_held()
    with pytest.raises(Invalid) as refused:
        services.create_share_link(held.award.pk, acting=held.person.as_actor(), expires_at=clock.now())
    assert (refused.value.code, ShareLink.objects.count()) == ("already_past", 0)


def test_the_database_alone_opens_no_link() -> None:
    token = _token(make_held())
    row = ShareLink.objects.get()
    assert token not in (row.token_digest, row.sealed_token)
    with pytest.raises(NotFound):
        services.open_share_link(row.token_digest)


def test_looks_are_counted_and_nobody_is_noted() -> None:
    held = make_held()
    link = services.open_share_link(_token(held))
    services.note_view(link, viewer_id=None)
    services.note_view(link, viewer_id=make_person().pk)
    services.note_view(link, viewer_id=held.person.pk)
    link.refresh_from_db()
    assert (link.views, link.last_viewed_at is not None) == (2, True)


def test_there_is_one_link_for_paper() -> None:
    held = make_held()
    first = services.paper_link(held.award.pk, acting=held.person.as_actor())
    assert services.paper_link(held.award.pk, acting=held.person.as_actor()).pk == first.pk
    assert (first.audience, first.expires_at) == (Audience.PAPER, None)
    services.end_share_link(first.pk, acting=held.person.as_actor())
    assert services.paper_link(held.award.pk, acting=held.person.as_actor()).pk != first.pk


@pytest.mark.parametrize(
    "change",
    [
        lambda held, acting: services.create_share_link(held.award.pk, acting=acting),
        lambda held, acting: services.paper_link(held.award.pk, acting=acting),
        lambda held, acting: services.end_share_link(ShareLink.objects.get().pk, acting=acting),
        lambda held, acting: services.make_public(held.award.pk, acting=acting),
        lambda held, acting: services.make_private(held.award.pk, acting=acting),
        lambda held, acting: services.hide(held.award.pk, acting=acting),
        lambda held, acting: services.unhide(held.award.pk, acting=acting),
        lambda held, acting: services.set_profile(held.person.pk, slug="ada", acting=acting),
        lambda held, acting: services.switch_profile_off(held.person.pk, acting=acting),
        lambda held, acting: services.receive(held.award.pk, held.person.pk, acting=acting),
    ],
)
def test_nobody_changes_what_somebody_else_holds(change: Callable[[Held, Actor], object]) -> None:
    held = make_held()
    services.paper_link(held.award.pk, acting=held.person.as_actor())
    before, audited = _state(), _audit()
    with pytest.raises(NotFound):
        change(held, make_person().as_actor())
    assert (_state(), _audit()) == (before, audited)


def test_making_public_and_taking_back() -> None:
    held = make_held()
    acting = held.person.as_actor()
    services.set_public(held.award.pk, is_public=True, acting=acting)
    assert selectors.is_public(held.award.pk)
    services.set_public(held.award.pk, is_public=False, acting=acting)
    services.make_private(held.award.pk, acting=acting)
    assert not selectors.is_public(held.award.pk)
    assert _audit() == ["wallet.receive", "wallet.make_public", "wallet.make_private"]


def test_what_is_hidden_is_not_public() -> None:
    held = make_held()
    services.make_public(held.award.pk, acting=held.person.as_actor())
    services.hide(held.award.pk, acting=held.person.as_actor())
    assert not selectors.is_public(held.award.pk)
    services.unhide(held.award.pk, acting=held.person.as_actor())
    assert not selectors.is_public(held.award.pk)


def _years_ago(years: int) -> date:
    today = clock.now().date()
    return today.replace(year=today.year - years, day=min(today.day, 28))


@pytest.mark.parametrize(
    "change",
    [
        lambda held: services.make_public(held.award.pk, acting=held.person.as_actor()),
        lambda held: services.set_profile(held.person.pk, slug="kid", acting=held.person.as_actor()),
    ],
)
def test_nothing_about_a_minor_becomes_public(change: Callable[[Held], object]) -> None:
    held = make_held(born_on=_years_ago(17))
    before = _state()
    with pytest.raises(PermissionDenied) as refused:
        change(held)
    assert (refused.value.code, _state()) == ("minor", before)
    assert "You are under 18" in refused.value.detail
    _token(held)


def test_whoever_is_of_age_may_be_public() -> None:
    held = make_held(born_on=_years_ago(18) - timedelta(days=1))
    services.make_public(held.award.pk, acting=held.person.as_actor())
    assert selectors.is_public(held.award.pk)


def test_what_was_public_of_somebody_who_turns_out_to_be_a_minor_is_not_shown() -> None:
    held = make_held()
    services.make_public(held.award.pk, acting=held.person.as_actor())
    services.set_profile(held.person.pk, slug="ada-example", acting=held.person.as_actor())
    type(held.person).objects.filter(pk=held.person.pk).update(born_on=_years_ago(15))
    assert not selectors.is_public(held.award.pk)
    with pytest.raises(NotFound):
        selectors.get_public_profile("ada-example")


def test_a_public_profile_shows_only_what_is_public_and_only_while_it_is_on() -> None:
    held = make_held()
    acting = held.person.as_actor()
    make_held(held.person, held.organization)
    with pytest.raises(NotFound):
        selectors.get_public_profile("ada-example")
    services.set_profile(held.person.pk, slug="Ada Example", headline="Teacher", acting=acting)
    assert selectors.get_public_profile("ada-example").credentials == ()
    services.make_public(held.award.pk, acting=acting)
    profile = selectors.get_public_profile("ada-example")
    assert [credential.pk for credential in profile.credentials] == [held.award.pk]
    services.switch_profile_off(held.person.pk, acting=acting)
    with pytest.raises(NotFound):
        selectors.get_public_profile("ada-example")


@pytest.mark.parametrize(("slug", "code"), [("taken", "slug_taken"), ("a", "bad_slug"), ("!!", "bad_slug")])
def test_an_address_must_be_free_and_sound(slug: str, code: str) -> None:
    services.set_profile(make_person().pk, slug="taken", acting=SYSTEM)
    person = make_person()
    with pytest.raises(Invalid) as refused:
        services.set_profile(person.pk, slug=slug, acting=person.as_actor())
    assert (refused.value.code, refused.value.field) == (code, "slug")
    assert selectors.find_profile(person.pk) is None


def test_a_revoked_credential_stays_with_its_holder() -> None:
    held = make_held()
    revoke(held.award, reason="A mistake.", acting=SYSTEM)
    assert [holding.credential.state for holding in selectors.list_holdings(held.person.pk)] == ["revoked"]


def test_nobody_reads_what_somebody_else_holds() -> None:
    held, other = make_held(), make_person()
    with pytest.raises(NotFound):
        selectors.get_holding(other.pk, held.award.pk)
    assert selectors.list_holdings(other.pk) == []
    assert selectors.list_links(other.pk) == []
    assert selectors.find_held(UUID(int=0)) is None
