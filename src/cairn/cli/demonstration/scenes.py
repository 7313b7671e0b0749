# SPDX-License-Identifier: Apache-2.0
"""What else happens: direct awards, changes of credentials, share links, invitations, bulk awards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from cairn.cli.demonstration.content import Entry
from cairn.cli.demonstration.stage import Deed, Stage
from cairn.credentials.models import Award, AwardReason
from cairn.credentials.services import RecipientFacts, award, renew, revoke, suspend
from cairn.credentials.services.batches import check_batch
from cairn.foundation import clock
from cairn.foundation.scopes import organization_scope, person_scope
from cairn.organizations.services import invite
from cairn.wallet.services import create_share_link, end_share_link, set_profile, set_public

_CHANGES: Final[Mapping[str, Callable[..., Award | None]]] = {"renew": renew, "revoke": revoke, "suspend": suspend}
_LINK_LASTS: Final = timedelta(days=180)
_HOURS: Final = {
    "direct_awards": 11,
    "changes": 17,
    "share_links": 19,
    "public": 20,
    "profiles": 21,
    "invitations": 9,
    "batches": 10,
}


def scene_deeds(stage: Stage) -> Iterator[Deed]:
    """Go through the scenes."""
    plays = {
        "direct_awards": _award,
        "changes": _change,
        "share_links": _share,
        "public": _make_public,
        "profiles": _show_oneself,
        "invitations": _invite,
        "batches": _check_table,
    }
    for name, play in plays.items():
        for row in stage.content.scene(name):
            yield Deed(stage.content.moment(row["day"], _HOURS[name]), partial(play, stage, row))
    for row in stage.content.scene("share_links"):
        if "ended" in row:
            yield Deed(stage.content.moment(row["ended"], 8), partial(_end_link, stage, row))


def _award(stage: Stage, row: Entry) -> None:
    if "to" in row:
        facts = RecipientFacts.of_person(stage.people[row["to"]].pk)
    else:
        facts = RecipientFacts(name=row["name"], email=row["email"])
    version = stage.versions[row["achievement"]]
    stage.awards[row["id"]] = award(version, facts, acting=stage.actor(row["by"]), reason=AwardReason.DIRECT)


def _change(stage: Stage, row: Entry) -> None:
    found = stage.award(row["award"])
    with organization_scope(found.organization_id):
        _CHANGES[row["do"]](found, reason=row["reason"], acting=stage.actor(row["by"]))


def _share(stage: Stage, row: Entry) -> None:
    acting = stage.actor(row["by"])
    with person_scope(stage.people[row["by"]].pk):
        link = create_share_link(
            stage.award_id(row["award"]),
            acting=acting,
            audience=row["audience"],
            label=row["label"],
            expires_at=clock.now() + _LINK_LASTS,
        )
    stage.links[row["label"]] = link.pk


def _end_link(stage: Stage, row: Entry) -> None:
    with person_scope(stage.people[row["by"]].pk):
        end_share_link(stage.links[row["label"]], acting=stage.actor(row["by"]))


def _make_public(stage: Stage, row: Entry) -> None:
    with person_scope(stage.people[row["by"]].pk):
        set_public(stage.award_id(row["award"]), is_public=True, acting=stage.actor(row["by"]))


def _show_oneself(stage: Stage, row: Entry) -> None:
    person = stage.people[row["by"]]
    set_profile(person.pk, slug=row["slug"], headline=row["headline"], acting=person.as_actor())


def _invite(stage: Stage, row: Entry) -> None:
    organization = stage.organizations[row["organization"]]
    invite(organization, row["email"], row["roles"], acting=stage.actor(row["by"]))


def _check_table(stage: Stage, row: Entry) -> None:
    version = stage.versions[row["achievement"]]
    with organization_scope(version.organization_id):
        check_batch(version, stage.content.table(row["file"]), file_name=row["file"], acting=stage.actor(row["by"]))
