# SPDX-License-Identifier: Apache-2.0
"""A name is planted wherever a learner can leave one; no byte that an assessor's browser receives holds it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.aliases import alias_of
from cairn.assessment.declarations import Declaration
from cairn.assessment.models import Evidence, EvidenceKind, LockerItem, Submission
from cairn.foundation.scopes import everything, organization_scope, person_scope
from cairn.organizations.models import Organization
from cairn.organizations.roles import PERMISSIONS, Role
from tests.factories.achievements import make_published_version
from tests.factories.assessment import FAILING, make_rating
from tests.factories.people import make_organization, make_person, member, sign_in
from tests.factories.planted import EMAIL, HANDLE, NAME, PLANTED, TOLD, names_in
from tests.factories.planted import packed as pack
from tests.factories.planted_names import NAMED, drawing_of_its_own, named
from tests.web.routes import list_routes, make_world

WORDS: Final = f"I am {NAME} ({HANDLE}, {EMAIL}). Zelmira's plan. ZELMIRA, Quistgaard, Z\u00e9lmira. Six tasks stay."
LINKS: Final = ("https://example.org/plan", f"https://example.org/~{HANDLE}/", "https://example.org/zelmiraquistgaard")
TEXTS: Final = {"txt": f"{WORDS}\n", "md": f"# {NAME}\n", "csv": f"name,mail\n{NAME},{EMAIL}\n"}


@dataclass(slots=True)
class Received:
    """A browser that remembers every answer: its address, its head and its body."""

    client: Client
    answers: dict[str, bytes] = field(default_factory=dict)

    def get(self, address: str) -> HttpResponse:
        """Open a page."""
        return self._keep("GET", address, self.client.get(address))

    def post(self, address: str, data: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        """Send a form."""
        return self._keep("POST", address, self.client.post(address, data or {}, headers=headers))

    def told(self) -> dict[str, list[str]]:
        """Return which answers tell who somebody is, and by what."""
        return {address: names for address, answer in self.answers.items() if (names := names_in(answer))}

    def _keep(self, method: str, address: str, answer: Any) -> HttpResponse:
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()) + str(answer.cookies)
        self.answers[f"{method} {address} head {len(self.answers)}"] = head.encode()
        self.answers[f"{method} {address} {len(self.answers)}"] = answer.content
        assert isinstance(answer, HttpResponse)
        return answer


@dataclass(frozen=True, slots=True)
class Planted:
    """A learner whose name stands everywhere, and two works of theirs."""

    organization: Organization
    learner: Person
    works: tuple[Submission, Submission]


@pytest.fixture
def planted(db: None, settings: Settings, tmp_path: Path) -> Planted:
    settings.MEDIA_ROOT = tmp_path
    organization = make_organization()
    learner = make_person(NAME, EMAIL, username=HANDLE)
    kinds = list(PLANTED)
    works = (
        _work(organization, learner, {kind: PLANTED[kind]() for kind in kinds[:9]}),
        _work(organization, learner, {kind: PLANTED[kind]() for kind in kinds[9:]}, name="Another"),
    )
    return Planted(organization, learner, works)


def _work(organization: Organization, learner: Person, files: dict[str, bytes], name: str = "One") -> Submission:
    acting = learner.as_actor()
    row = services.start_submission(make_published_version(organization, name=name), learner=learner, acting=acting)
    more = {kind: text.encode() for kind, text in TEXTS.items()} | {"docx": _essay()} if "webm" in files else {}
    with person_scope(learner.pk):
        for item in ("q1", "a1", "r1"):
            services.save_answer(row, item, WORDS, expected_revision=0, acting=acting)
        for kind, data in [*files.items(), *more.items()]:
            services.add_file(row, "a1", data, f"{NAME} {kind}.{kind}", acting=acting)
        for link in LINKS:
            services.add_link(row, "a1", link, acting=acting)
        said = Declaration(own_work=True, help=WORDS, tools=WORDS, ai_uses=("ideas",), ai_tools=WORDS, ai_for=WORDS)
        return services.submit_submission(row, acting=acting, declaration=said)


@pytest.fixture
def browser(planted: Planted) -> Received:
    return Received(sign_in(Client(), member(planted.organization, "assessor", name="Bo Assessor")))


def _essay() -> bytes:
    """Return a document with its writer's name under the title, in runs, in a footer and behind a link."""
    with zipfile.ZipFile(io.BytesIO(PLANTED["docx"]())) as packed:
        parts: dict[str, bytes | str] = {name: packed.read(name) for name in packed.namelist()}
    parts["word/footer1.xml"] = f"<w:ftr><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p></w:ftr>"
    parts["word/document.xml"] = (
        f"<w:document><w:p><w:t>Six tasks, by {NAME}</w:t></w:p><w:p><w:r><w:t>By Zel</w:t></w:r><w:r>"
        "<w:t>mira Quist</w:t></w:r><w:r><w:t>gaard.</w:t></w:r></w:p></w:document>"
    )
    link = f'Id="r1" Type="x/hyperlink" Target="mailto:{EMAIL}" TargetMode="External"'
    parts["word/_rels/document.xml.rels"] = f"<Relationships><Relationship {link}/></Relationships>"
    return pack(parts)


def _files(row: Submission) -> Iterator[Evidence]:
    with everything("a test looks"):
        yield from list(Evidence.objects.filter(submission=row, kind=EvidenceKind.FILE).select_related("file"))


def test_no_byte_that_an_assessor_receives_tells_who_the_learner_is(planted: Planted, browser: Received) -> None:
    queue = reverse("queue", args=[planted.organization.slug])
    browser.get("/home")
    browser.get(f"/o/{planted.organization.slug}/")
    for row in planted.works:
        bench = f"{queue}{row.pk}/"
        browser.get(queue)
        browser.get(bench)
        browser.post(f"{queue}take", {"take": str(row.pk)})
        opened = browser.get(bench).content.decode()
        assert "Six tasks stay." in opened
        assert opened.count("[name hidden]") > 10
        for piece in _files(row):
            answer = browser.get(reverse("evidence_file", args=[piece.file_id]))
            assert (answer.status_code, len(answer.content) > 0) == (200, True)
            assert piece.neutral_name in answer.headers["Content-Disposition"]
        browser.get(f"{bench}report")
        levels = {f"level_{criterion}": level for criterion, level in FAILING.items()}
        version = {"version": "1", "feedback": "Show more."}
        browser.post(bench, {**version, **levels}, **{"X-Cairn-Autosave": "1"})
        browser.get(f"{bench}standing")
        browser.get(f"{bench}finish")
        browser.post(f"{bench}finish", {"items": ["a1"], "then": "improve"})
        browser.get(bench)
    assert len(browser.answers) > 70
    assert browser.told() == {}
    essay = next(answer for answer in browser.answers.values() if answer.startswith(b"PK") and b"footer1" in answer)
    with zipfile.ZipFile(io.BytesIO(essay)) as packed:
        body = packed.read("word/document.xml").decode()
    assert "Six tasks, by [name hidden]<" in body
    assert "<w:t>By [name hidden]</w:t></w:r><w:r><w:t></w:t></w:r><w:r><w:t>.</w:t>" in body


def test_what_things_are_called_in_a_document_tells_no_assessor(planted: Planted, browser: Received) -> None:
    row = _work(planted.organization, planted.learner, {kind: named(kind) for kind in NAMED}, name="Named")
    with everything("a test looks"):
        assert selectors.list_unsettled(row) == []
    browser.post(f"{reverse('queue', args=[planted.organization.slug])}take", {"take": str(row.pk)})
    answers = [browser.get(reverse("evidence_file", args=[piece.file_id])) for piece in _files(row)]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert browser.told() == {}


def test_a_name_that_cannot_be_hidden_is_told_to_the_learner_and_to_whoever_masks(planted: Planted) -> None:
    row = _work(planted.organization, planted.learner, {"docx": pack(drawing_of_its_own())}, name="Drawn")
    page = sign_in(Client(), planted.learner).get(reverse("work", args=[row.pk])).content.decode()
    assert "it also stands where we cannot change it: in a drawing" in page
    owner = sign_in(Client(), member(planted.organization, "owner"))
    masking = reverse("masking", args=[planted.organization.slug])
    assert "a name in a drawing or an inserted part" in owner.get(masking).content.decode()
    with everything("a test looks"):
        (report,) = [found for found in selectors.list_identity_reports() if found.evidence.submission_id == row.pk]
    one = reverse("masking_report", args=[planted.organization.slug, report.pk])
    assert "where it cannot be hidden." in owner.get(one).content.decode()
    again = SimpleUploadedFile("a.docx", pack(drawing_of_its_own()))
    refused = owner.post(one, {"way": "file", "file": again})
    assert (refused.status_code, "in this copy: in a drawing" in refused.content.decode()) == (422, True)


def test_nothing_an_assessor_gets_can_be_compared_with_what_was_handed_in(planted: Planted, browser: Received) -> None:
    queue = reverse("queue", args=[planted.organization.slug])
    with person_scope(planted.learner.pk):
        kept = services.keep_file(
            planted.learner, f"by {NAME}".encode(), "plan.md", services.Note(), acting=planted.learner.as_actor()
        )
    works = [_work_with(planted, kept, f"Work {number}") for number in range(2)]
    names = []
    for row in works:
        browser.post(f"{queue}take", {"take": str(row.pk)})
        browser.get(f"{queue}{row.pk}/")
        browser.get(f"{queue}{row.pk}/report")
        (piece,) = [piece for piece in _files(row) if piece.file and piece.file.name == "plan.md"]
        assert browser.get(reverse("evidence_file", args=[piece.file_id])).content == b"by [name hidden]"
        names.append(piece.neutral_name)
        assert piece.neutral_name == f"{piece.pk.hex[:8]}.md"
        size = f"{piece.file.size}\xa0bytes".encode() if piece.file else b""
        assert size not in b"".join(browser.answers.values())
    assert len(set(names)) == 2
    assert kept.sha256[:8].encode() not in b"".join(browser.answers.values())


def _work_with(planted: Planted, kept: LockerItem, name: str) -> Submission:
    """Hand in a work with a file from the learner's locker."""
    acting = planted.learner.as_actor()
    version = make_published_version(planted.organization, name=name)
    row = services.start_submission(version, learner=planted.learner, acting=acting)
    with person_scope(planted.learner.pk):
        for item in ("q1", "a1", "r1"):
            services.save_answer(row, item, WORDS, expected_revision=0, acting=acting)
        services.use_item(kept, row, "a1", acting=acting)
        return services.submit_submission(row, acting=acting, declaration=Declaration(own_work=True))


def test_what_is_planted_would_be_found(planted: Planted) -> None:
    learner = Received(sign_in(Client(), planted.learner))
    learner.get(reverse("work", args=[planted.works[0].pk]))
    for piece in _files(planted.works[0]):
        answer = learner.get(reverse("evidence_file", args=[piece.file_id]))
        assert "Zelmira" in answer.headers["Content-Disposition"]
    assert {name for names in learner.told().values() for name in names} >= {NAME, "Zelmira", "Quistgaard"}
    assert len(TOLD) == 6


def test_every_page_that_an_assessor_may_open_is_blind(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    world = make_world("ours")
    planted = _work(world.organization, make_person(NAME, EMAIL, username=HANDLE), {}, name="Planted")
    browser = Received(sign_in(Client(), member(world.organization, "assessor")))
    open_to_it = [
        route for route in list_routes() if route.rule and route.rule.permission in PERMISSIONS[Role.ASSESSOR]
    ]
    assert len(open_to_it) > 5
    for route in open_to_it:
        browser.get(route.address({**world.values, "submission_id": planted.pk}))
    assert browser.told() == {}
    links = b"".join(browser.answers.values())
    assert b"/audit" not in links
    assert b"/masking" not in links


def test_what_another_assessor_wrote_of_a_name_is_hidden_in_the_next_round(planted: Planted, browser: Received) -> None:
    row = planted.works[0]
    colleague = member(planted.organization, "assessor")
    comments = {"insight": "Zelmira asks well.", "plan": "Zelmira plans."}
    make_rating(row, colleague, levels=FAILING, comments=comments, feedback=f"Well begun, {NAME}. Show more.")
    with organization_scope(planted.organization.pk):
        rating = selectors.get_rating(selectors.get_queued_submission(row.pk), colleague.pk)
        services.finish_rating(rating, acting=colleague.as_actor(), items_to_improve=["a1"])
    with person_scope(planted.learner.pk):
        services.save_answer(row, "a1", "Seven tasks.", expected_revision=1, acting=planted.learner.as_actor())
        services.submit_submission(row, acting=planted.learner.as_actor(), declaration=Declaration(own_work=True))
    queue = reverse("queue", args=[planted.organization.slug])
    browser.post(f"{queue}take", {"take": str(row.pk)})
    opened = browser.get(f"{queue}{row.pk}/").content.decode()
    assert "Well begun, [name hidden]. Show more." in opened
    assert ">[name hidden] asks well.</textarea>" in opened
    assert browser.told() == {}


def test_the_learner_is_told_what_was_taken_out_and_reads_their_own_words(planted: Planted) -> None:
    page = sign_in(Client(), planted.learner).get(reverse("work", args=[planted.works[0].pk]))
    words = page.content.decode()
    assert "Names, dates and places in the properties of this PDF were taken out." in words
    assert NAME in words


def test_a_report_keeps_the_piece_from_assessors_until_it_is_masked(planted: Planted, browser: Received) -> None:
    row = planted.works[0]
    slug = planted.organization.slug
    queue = reverse("queue", args=[slug])
    photo = next(piece for piece in _files(row) if piece.file and piece.file.media_type == "image/jpeg")
    address = reverse("evidence_file", args=[photo.file_id])
    browser.post(f"{queue}take", {"take": str(row.pk)})
    assert browser.get(address).status_code == 200
    assert b" checked" not in browser.get(f"{queue}{row.pk}/report?item=a1").content
    assert browser.get(f"{queue}{row.pk}/report?item=q1").content.count(b" checked") == 1
    assert browser.post(f"{queue}{row.pk}/report", {"note": "Which?"}).status_code == 422
    told = browser.post(f"{queue}{row.pk}/report", {"piece": str(photo.pk), "note": "A face in the mirror"})
    assert told.status_code == 302
    assert b"A piece is being masked" in browser.get(f"{queue}{row.pk}/").content
    assert browser.get(address).status_code == 404

    owner = sign_in(Client(), member(planted.organization, "owner"))
    page = owner.get(reverse("masking", args=[slug])).content.decode()
    assert "1 piece waits to be masked" in page
    with everything("a test looks"):
        report = selectors.list_identity_reports()[0]
    one = reverse("masking_report", args=[slug, report.pk])
    assert "A face in the mirror" in owner.get(one).content.decode()
    assert owner.get(address).status_code == 200
    assert owner.post(one, {"way": "file"}).status_code == 422
    upload = SimpleUploadedFile(f"{NAME}.png", PLANTED["png"](), "image/png")
    assert owner.post(one, {"way": "file", "file": upload}).status_code == 302
    opened = browser.get(f"{queue}{row.pk}/").content.decode()
    with everything("a test looks"):
        masked = selectors.get_identity_report(report.pk).file_id
    assert reverse("evidence_file", args=[masked]) in opened
    assert browser.get(reverse("evidence_file", args=[masked])).status_code == 200
    assert browser.get(address).status_code == 404
    assert browser.told() == {}


def test_the_record_says_who_is_who_to_those_who_may_read_it(planted: Planted) -> None:
    row = planted.works[0]
    address = reverse("organization_audit", args=[planted.organization.slug])
    page = sign_in(Client(), member(planted.organization, "owner")).get(f"{address}?about={row.pk}").content.decode()
    assert f"learner: {NAME} ({alias_of(row.pk)})" in page
    denied = sign_in(Client(), member(planted.organization, "assessor")).get(address)
    assert (denied.status_code, NAME.encode() in denied.content) == (403, False)


def test_the_list_of_what_waits_to_be_masked_asks_no_more_for_more(
    planted: Planted, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    slug = planted.organization.slug
    owner = sign_in(Client(), member(planted.organization, "owner"))
    pieces = list(_files(planted.works[0]))
    rating = make_rating(planted.works[0], assessor := member(planted.organization, "assessor"))

    def report(piece: Evidence) -> None:
        with organization_scope(planted.organization.pk):
            known = selectors.get_evidence(piece.pk, rating.submission)
            services.report_identity(known, rating, acting=assessor.as_actor())

    report(pieces[0])
    owner.get(reverse("masking", args=[slug]))
    with django_assert_max_num_queries(30) as few:
        owner.get(reverse("masking", args=[slug]))
    for piece in pieces[1:]:
        report(piece)
    with django_assert_max_num_queries(len(few)):
        page = owner.get(reverse("masking", args=[slug])).content.decode()
    assert f"{len(pieces)} pieces wait to be masked" in page


def test_who_rates_a_work_finds_the_report_closed_and_settles_nothing(planted: Planted) -> None:
    row = planted.works[0]
    both = member(planted.organization, "assessor", "owner")
    rating = make_rating(row, both)
    with organization_scope(planted.organization.pk):
        piece = selectors.get_evidence(next(_files(row)).pk, rating.submission)
        report = services.report_identity(piece, rating, acting=both.as_actor(), note="A scar")
    one = reverse("masking_report", args=[planted.organization.slug, report.pk])
    browser = Received(sign_in(Client(), both))
    assert "Somebody else masks this" in browser.get(one).content.decode()
    assert browser.get(reverse("evidence_file", args=[piece.file_id])).status_code == 404
    assert browser.post(one, {"way": "fine", "reason": "I say so"}).status_code == 403
    assert browser.told() == {}
    with everything("a test looks"):
        assert selectors.count_identity_reports() == 1
