# SPDX-License-Identifier: Apache-2.0
"""Status: every way in which a list can say yes, say no, or leave the question open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.did import DidResolver
from cairn.standards.jose import sign_jws
from cairn.standards.openbadges.baking import bake
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.status import Bitstring
from cairn.standards.types import JsonObject
from cairn.standards.verify import Outcome, Verdict, VerificationPolicy, VerificationReport, VerificationTools, verify
from tests.standards.openbadges.baking.images import png
from tests.standards.verify.samples import (
    AT,
    COLLEGE,
    CREDENTIALS_1,
    KEY,
    LIST,
    SELF_MADE_KEY,
    Web,
    badge,
    college,
    did_of,
    entry,
    found,
    judge,
    presented,
    reason,
    signed,
    status_list,
)

KEEPER: Final = did_of(SELF_MADE_KEY)


def _judge(listed: JsonObject | bytes | None, *entries: Any, **policy: Any) -> VerificationReport:
    """Verify a badge with status entries (the usual one, if none is given), with a list at the usual address."""
    status = [*entries] if len(entries) > 1 else (entries[0] if entries else entry())
    data = listed if isinstance(listed, bytes) else dump_json(listed)
    web = Web({} if listed is None else {LIST: data})
    return judge(signed(badge(credentialStatus=status)), web=web, **policy)


def _status(report: VerificationReport) -> list[tuple[Outcome, str, str]]:
    return [(check.outcome, check.code, check.message) for check in report.checks if check.name == "status"]


def test_a_badge_that_is_not_on_the_list_is_good() -> None:
    report = _judge(signed(status_list(6, 8)))
    assert report.verdict is Verdict.VERIFIED
    assert _status(report) == [(Outcome.PASSED, "not_revoked", "The issuer has not revoked this credential.")]
    not_suspended = _judge(signed(status_list(purpose="suspension")), entry(statusPurpose="suspension"))
    assert _status(not_suspended) == [
        (Outcome.PASSED, "not_suspended", "The issuer has not suspended this credential.")
    ]


def test_every_entry_is_looked_up() -> None:
    second = "https://college.example/status/2"
    entries = [entry(), entry(id=f"{second}#7", statusPurpose="suspension", statusListCredential=second)]
    suspended = {**status_list(7, purpose="suspension"), "id": second}
    web = Web({LIST: dump_json(signed(status_list())), second: dump_json(signed(suspended))})
    report = judge(signed(badge(credentialStatus=entries)), web=web)
    assert [(outcome, code) for outcome, code, _ in _status(report)] == [
        (Outcome.PASSED, "not_revoked"),
        (Outcome.FAILED, "suspended"),
    ]
    assert (report.verdict, web.asked) == (Verdict.NOT_VERIFIED, [LIST, second])


@pytest.mark.parametrize(
    "members",
    [
        {"statusListIndex": "-1"},
        {"statusListIndex": 7},
        {"statusListIndex": "07"},
        {"statusListCredential": None},
        {"statusPurpose": None},
        {"statusSize": 9, "statusPurpose": "message"},
        {"statusSize": 2},
        {"statusPurpose": "message", "statusMessage": [{"status": "x", "message": "y"}]},
    ],
)
def test_a_malformed_entry_decides(members: JsonObject) -> None:
    listed = {name: value for name, value in entry(**members).items() if value is not None}
    document = {**signed(badge()), "credentialStatus": listed}
    report = judge(document)
    assert found(report, "status").code == "MALFORMED_VALUE_ERROR"
    assert found(report, "status").outcome is Outcome.FAILED


def test_more_entries_than_anybody_needs_are_refused() -> None:
    report = judge({**signed(badge()), "credentialStatus": [entry()] * 17})
    assert found(report, "status").message == "The credential names more than 16 status entries."


def test_a_kind_of_status_that_is_not_known_leaves_the_question_open() -> None:
    unknown = {"id": "https://college.example/r/1", "type": "1EdTechRevocationList"}
    report = judge(token_with(unknown))
    assert _status(report) == [
        (Outcome.NOT_RUN, "status_not_supported", "The status type '1EdTechRevocationList' is not supported.")
    ]
    assert report.verdict is Verdict.UNDETERMINED


def token_with(status: JsonObject) -> bytes:
    """Sign a badge as a token, whose signature covers words that no context defines."""
    return sign_vc_jwt(badge(credentialStatus=status), KEY).encode()


# Lists that cannot be had ----------------------------------------------------------------------------------------


def test_a_list_that_does_not_answer_leaves_the_question_open() -> None:
    report = _judge(None)
    assert report.verdict is Verdict.UNDETERMINED
    assert _status(report) == [
        (
            Outcome.NOT_RUN,
            "STATUS_RETRIEVAL_ERROR",
            (
                "Whether it was revoked cannot be determined: https://college.example/status/1 does not answer. "
                "Nothing is known from before."
            ),
        )
    ]


def test_where_no_copies_are_kept_nothing_is_known_from_before() -> None:
    known = DidResolver(documents={COLLEGE: college()})
    document = dump_json(signed(badge(credentialStatus=entry())))
    report = verify(document, VerificationPolicy(at=AT), VerificationTools(resolver=known))
    assert found(report, "status").message == (
        f"Whether it was revoked cannot be determined: {LIST} was not fetched, because this check ran without the "
        "network. Nothing is known from before."
    )


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        (
            dump_json(signed(status_list())),
            "Last known on 2026-11-20 08:30 UTC: The issuer has not revoked this credential.",
        ),
        (
            dump_json(signed(status_list(7))),
            "Last known on 2026-11-20 08:30 UTC: The issuer has revoked this credential.",
        ),
        (b"no list", "The earlier copy of the list cannot be relied on."),
        (
            dump_json(signed(status_list(issuer=KEEPER), SELF_MADE_KEY)),
            "The earlier copy of the list cannot be relied on.",
        ),
    ],
)
def test_what_was_last_known_is_said_and_decides_nothing(copy: bytes, said: str) -> None:
    web = Web(earlier={LIST: (copy, datetime(2026, 11, 20, 8, 30, tzinfo=UTC))})
    report = judge(signed(badge(credentialStatus=entry())), web=web)
    assert report.verdict is Verdict.UNDETERMINED
    assert found(report, "status").message == (
        f"Whether it was revoked cannot be determined: {LIST} does not answer. {said}"
    )


def test_a_list_whose_key_cannot_be_had_leaves_the_question_open() -> None:
    elsewhere = status_list(issuer="did:web:elsewhere.example")
    key = type(KEY)(KEY.kind, "did:web:elsewhere.example#1", KEY.crypto)
    report = _judge(signed(elsewhere, key))
    assert (report.verdict, reason(report)) == (Verdict.UNDETERMINED, ("status", "STATUS_RETRIEVAL_ERROR"))
    assert found(report, "status").message == (
        "The status list could not be checked: The issuer's key could not be had, so the signature was not checked: "
        "https://elsewhere.example/.well-known/did.json does not answer."
    )


# Lists by others -------------------------------------------------------------------------------------------------


def test_a_list_by_a_party_that_nobody_named_leaves_the_question_open() -> None:
    report = _judge(signed(status_list(7, issuer=KEEPER), SELF_MADE_KEY))
    assert report.verdict is Verdict.UNDETERMINED
    assert _status(report) == [
        (
            Outcome.NOT_RUN,
            "status_issuer_not_trusted",
            (
                f"The status list is signed by {KEEPER}, not by the issuer; "
                "name that party as trusted for status lists if the issuer uses its service."
            ),
        )
    ]


@pytest.mark.parametrize(("bits", "code"), [((), "not_revoked"), ((7,), "revoked")])
def test_a_list_by_a_party_that_was_named_counts(bits: tuple[int, ...], code: str) -> None:
    listed = signed(status_list(*bits, issuer=KEEPER), SELF_MADE_KEY)
    report = _judge(listed, trusted_status_issuers=frozenset({KEEPER}))
    assert found(report, "status").code == code


def test_a_list_signed_by_somebody_else_in_the_issuer_s_name_is_not_sound() -> None:
    report = _judge(signed(status_list(), SELF_MADE_KEY))
    assert _status(report) == [
        (
            Outcome.FAILED,
            "STATUS_VERIFICATION_ERROR",
            "The status list is not sound: The signature was made with a key that is not one of the issuer's.",
        )
    ]


# Lists that are wrong --------------------------------------------------------------------------------------------


def test_a_tampered_list_decides() -> None:
    forged = signed(status_list(7))
    forged["credentialSubject"]["encodedList"] = status_list()["credentialSubject"]["encodedList"]
    report = _judge(forged)
    assert (report.verdict, found(report, "status").message) == (
        Verdict.NOT_VERIFIED,
        "The status list is not sound: The signature does not match: the content was changed after it was signed.",
    )


def test_a_list_that_nobody_signed_is_not_sound() -> None:
    report = _judge(status_list())
    assert found(report, "status").message == (
        "The status list is not sound: The document is not signed, so anybody could have written it."
    )


def test_a_list_with_its_own_words_is_not_sound() -> None:
    listed = signed(status_list())
    report = _judge({**listed, "@context": [*listed["@context"], {"statusPurpose": "urn:x"}]})
    assert found(report, "status").message == (
        "The status list is not sound: The document brings its own definitions of words; "
        "only published ones are accepted. (at /@context/1)"
    )


@pytest.mark.parametrize(
    ("listed", "sentence"),
    [
        (b"", "The status list cannot be read: The file is empty."),
        (dump_json(presented()), "What stands at the address of the status list is not one."),
        (dump_json(signed(badge())), "What stands at the address of the status list is not a status list."),
        (dump_json(signed(status_list(purpose="suspension"))), "The status list is not about 'revocation'."),
    ],
    ids=["nothing", "presentation", "badge", "purpose"],
)
def test_what_is_not_the_list_that_was_named_is_refused(listed: bytes, sentence: str) -> None:
    report = _judge(listed)
    assert _status(report) == [(Outcome.FAILED, "STATUS_VERIFICATION_ERROR", sentence)]


def _short(entries: int) -> JsonObject:
    listed = status_list()
    listed["credentialSubject"]["encodedList"] = Bitstring(bytearray(entries // 8)).encode()
    return signed(listed)


def test_an_entry_beyond_the_list_is_refused() -> None:
    report = _judge(signed(status_list()), entry(131_072))
    assert _status(report) == [
        (Outcome.FAILED, "RANGE_ERROR", "The status list has no entry 131072; its last one is 131071.")
    ]


def test_a_list_that_is_far_too_short_is_refused_and_a_little_short_is_noted() -> None:
    assert reason(_judge(_short(99_992))) == ("status", "STATUS_LIST_LENGTH_ERROR")
    report = _judge(_short(100_000))
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES
    assert _status(report)[1] == (
        Outcome.NOTED,
        "status_list_short",
        "The status list has 100000 entries, fewer than the standard's 131072.",
    )


def test_a_list_under_another_name_or_without_its_type_is_noted() -> None:
    renamed = signed({**status_list(), "id": "https://college.example/status/old", "type": ["VerifiableCredential"]})
    report = _judge(renamed)
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES
    assert _status(report)[1:] == [
        (
            Outcome.NOTED,
            "status_list_untyped",
            "The status list does not say in its type that it is a BitstringStatusListCredential.",
        ),
        (
            Outcome.NOTED,
            "status_list_renamed",
            "The status list calls itself https://college.example/status/old, not by its address.",
        ),
    ]


# Lists and time --------------------------------------------------------------------------------------------------


def test_an_old_list_may_hide_a_revocation_and_decides_nothing() -> None:
    for bits in ((), (7,)):
        report = _judge(signed({**status_list(*bits), "validUntil": "2026-11-22T12:00:00Z"}))
        assert report.verdict is Verdict.UNDETERMINED
        assert _status(report) == [
            (
                Outcome.NOT_RUN,
                "status_list_expired",
                "The issuer's status list is out of date, so a later revocation would not be seen.",
            )
        ]


def test_a_list_dated_ahead_is_used_and_noted() -> None:
    report = _judge(signed({**status_list(), "validFrom": "2026-11-22T12:00:01Z"}))
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES
    assert _status(report)[1] == (
        Outcome.NOTED,
        "status_list_early",
        "The issuer's status list is dated ahead of its time, and was used all the same.",
    )
    revoked = _judge(signed({**status_list(7), "validFrom": "2026-11-22T12:00:01Z"}))
    assert reason(revoked) == ("status", "revoked")


def test_a_list_that_ends_soon_is_good_until_then() -> None:
    soon = (AT + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert _judge(signed({**status_list(), "validUntil": soon})).verdict is Verdict.VERIFIED


def test_a_list_whose_dates_cannot_be_read_is_not_sound() -> None:
    claims = {**status_list(), "validUntil": "tomorrow"}
    unreadable = sign_jws(dump_json(claims), KEY, header={"kid": KEY.verification_method})
    report = _judge(unreadable.encode())
    assert reason(report) == ("status", "STATUS_VERIFICATION_ERROR")
    assert found(report, "status").message == (
        "The status list is not sound: A date must be written with time and offset, such as 2026-11-22T10:00:00Z. "
        "(at /validUntil)"
    )


# Other purposes and forms ----------------------------------------------------------------------------------------


def test_another_purpose_is_told_and_does_not_decide() -> None:
    words = [{"status": "0x0", "message": "pending review"}, {"status": "0x1", "message": "passed review"}]
    message = entry(statusPurpose="message", statusSize=2, statusMessage=words)
    report = _judge(signed(status_list(7, purpose="message", size=2)), message)
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES
    assert _status(report) == [(Outcome.NOTED, "status_message", "The issuer says of 'message': passed review.")]


@pytest.mark.parametrize(("bits", "word"), [((), "no"), ((7,), "yes")])
def test_a_purpose_without_words_is_told_as_yes_or_no(bits: tuple[int, ...], word: str) -> None:
    report = _judge(signed(status_list(*bits, purpose="refresh")), entry(statusPurpose="refresh"))
    assert _status(report) == [(Outcome.NOTED, "status_refresh", f"The issuer says of 'refresh': {word}.")]


def test_a_list_may_be_a_token_or_stand_in_an_image() -> None:
    good, bad = (sign_vc_jwt(status_list(*bits), KEY) for bits in ((), (7,)))
    assert _judge(good.encode()).verdict is Verdict.VERIFIED
    assert _judge(bake(png(), good)).verdict is Verdict.VERIFIED
    assert reason(_judge(bad.encode())) == ("status", "revoked")
    assert reason(_judge(bake(png(), bad))) == ("status", "revoked")


def test_the_older_kind_of_list_is_understood() -> None:
    bits = Bitstring.empty()
    bits[7] = 1
    older = {
        "@context": [CREDENTIALS_1],
        "id": LIST,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": COLLEGE,
        "issuanceDate": "2026-01-15T10:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "StatusList2021",
            "statusPurpose": "revocation",
            "encodedList": bits.encode()[1:],
        },
    }
    report = judge(token_with(entry(type="StatusList2021Entry")), web=Web({LIST: sign_vc_jwt(older, KEY).encode()}))
    assert reason(report) == ("status", "revoked")
