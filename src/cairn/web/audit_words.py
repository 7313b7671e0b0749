# SPDX-License-Identifier: Apache-2.0
"""The audit in words: what each change was, as a person would say it. A change that is not listed says its own name."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.foundation.models import AuditEntry

GROUPS: Final[dict[str, tuple[Promise, tuple[str, ...]]]] = {
    "people": (_("People"), ("people", "members", "invitations", "roster")),
    "organization": (_("Organization and keys"), ("organizations", "keys")),
    "achievements": (_("Achievements"), ("achievement", "version")),
    "assessment": (_("Assessment"), ("submission", "answer", "evidence", "rating")),
    "credentials": (_("Credentials"), ("award", "awards", "batch", "job", "credential", "status")),
    "sharing": (_("Holding and sharing"), ("wallet",)),
}
"""The kinds of change that one can ask for: a word, and the nouns that belong to it."""

_WORDS: Final[dict[str, Promise]] = {
    "organizations.create": _("Made the organization"),
    "organizations.edit": _("Changed what the organization says of itself"),
    "keys.make": _("Made a signing key"),
    "keys.retire": _("Retired a signing key"),
    "keys.revoke": _("Revoked a signing key"),
    "members.add": _("Added a member"),
    "members.change_roles": _("Changed the roles of a member"),
    "members.end": _("Ended a membership"),
    "invitations.send": _("Sent an invitation"),
    "invitations.accept": _("Accepted an invitation"),
    "invitations.withdraw": _("Withdrew an invitation"),
    "roster.brought": _("Brought a file of people"),
    "roster.started": _("Began to add the people of a file"),
    "roster.imported": _("Added people of a file"),
    "roster.undone": _("Began to take the people of a file back"),
    "people.create": _("Made an account for somebody"),
    "people.sign_up": _("Made the account"),
    "people.change": _("Changed the name or the language"),
    "people.choose_username": _("Chose a sign-in name"),
    "people.add_email": _("Added an address"),
    "people.verify_email": _("Verified an address"),
    "people.remove_email": _("Removed an address"),
    "people.change_primary_email": _("Let mail go to another address"),
    "people.add_identifier": _("Added an identifier"),
    "people.remove_identifier": _("Removed an identifier"),
    "people.change_password": _("Set a new password"),
    "people.reset_password": _("Gave a new password to somebody without an address"),
    "people.add_authenticator": _("Added a passkey, an app or recovery codes"),
    "people.remove_authenticator": _("Removed a passkey, an app or recovery codes"),
    "people.reset_authenticator": _("Made new recovery codes"),
    "people.end_sessions": _("Signed out everywhere else"),
    "people.deactivate": _("Closed the account"),
    "people.reactivate": _("Opened the account again"),
    "achievement.created": _("Began an achievement"),
    "achievement.invite": _("Invited learners"),
    "achievement.retired": _("Retired an achievement"),
    "achievement.reopened": _("Took an achievement up again"),
    "version.begun": _("Began a new version"),
    "version.saved": _("Changed a draft"),
    "version.discarded": _("Threw a draft away"),
    "version.published": _("Published a version"),
    "submission.start": _("Started to collect evidence"),
    "submission.note_links": _("Noted links for later"),
    "submission.declare": _("Declared the work as their own"),
    "submission.submit": _("Handed work in"),
    "submission.withdraw": _("Withdrew work"),
    "submission.decide": _("Decided on work"),
    "answer.save": _("Wrote an answer"),
    "answer.keep_aside": _("Kept two versions of an answer"),
    "evidence.add": _("Added evidence"),
    "evidence.remove": _("Removed evidence"),
    "evidence.restore": _("Took evidence back in"),
    "rating.start": _("Began to rate"),
    "rating.save": _("Rated"),
    "rating.put_back": _("Put work back in the queue"),
    "award.reserved": _("Set an award down to be signed"),
    "award.issued": _("Signed a credential"),
    "award.stopped": _("Stopped an award before it was signed"),
    "award.claimed": _("Claimed a credential"),
    "award.attached": _("Put a credential into its holder's account"),
    "award.revoked": _("Revoked a credential"),
    "award.suspended": _("Put a credential on hold"),
    "award.reinstated": _("Let a credential hold again"),
    "award.renewed": _("Renewed a credential"),
    "award.reissued": _("Corrected a credential and issued it again"),
    "award.undone": _("Took an award back"),
    "awards.change": _("Changed many credentials at once"),
    "awards.exported": _("Downloaded credentials"),
    "batch.checked": _("Checked a table of recipients"),
    "batch.fixed": _("Put rows of a table right"),
    "batch.started": _("Started to award a table"),
    "batch.told": _("Sent the messages of a table"),
    "batch.paused": _("Paused a table"),
    "batch.resumed": _("Went on with a table"),
    "batch.undone": _("Undid a table"),
    "job.pause": _("Paused work in the background"),
    "job.resume": _("Went on with work in the background"),
    "job.cancel": _("Ended work in the background"),
    "wallet.receive": _("Received a credential"),
    "wallet.share": _("Shared a credential"),
    "wallet.end_link": _("Ended a share link"),
    "wallet.profile_on": _("Switched their public page on"),
    "wallet.profile_off": _("Switched their public page off"),
}


def say_what(entry: AuditEntry) -> Promise | str:
    """Say what a change was."""
    return _WORDS.get(entry.action) or entry.action.replace(".", ": ").replace("_", " ").capitalize()


def nouns_of(group: str) -> tuple[str, ...]:
    """Return the nouns of a kind of change; none for one that there is not."""
    return GROUPS[group][1] if group in GROUPS else ()
