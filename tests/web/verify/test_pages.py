# SPDX-License-Identifier: Apache-2.0
"""The pages of checking, and of what holders show, as visitors get them (decision 0013)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from cairn.credentials.services.changes import revoke
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.wallet import services
from cairn.wallet.downloads import Form, download
from cairn.wallet.models import ShareLink
from cairn.wallet.selectors import link_url
from tests.factories.people import make_person, sign_in
from tests.factories.wallet import Held, make_held

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def held() -> Held:
    """Somebody with a credential."""
    return make_held(name="Ada Example")


def _text(response: HttpResponse | Any) -> str:
    return str(response.content.decode())


def _path(held: Held) -> str:
    return f"/credentials/{held.award.pk}"


def _share(held: Held, **facts: Any) -> str:
    link = services.create_share_link(held.award.pk, acting=held.person.as_actor(), **facts)
    return "/s/" + link_url(link).rpartition("/")[2]


def test_the_page_asks_for_something_to_check(client: Client) -> None:
    text = _text(client.get("/verify"))
    assert 'enctype="multipart/form-data"' in text
    assert 'capture="environment"' in text
    assert "Up to 10 MB" in text


def test_nothing_brought_is_told_so(client: Client) -> None:
    response = client.post("/verify", {"text": "  "})
    assert response.status_code == 422
    assert "Choose a file, paste a text or take a photo first." in _text(response)


@pytest.mark.parametrize("form", list(Form))
def test_every_file_of_ours_is_verified_on_the_page(client: Client, held: Held, form: Form) -> None:
    file = download(held.credential, form)
    text = _text(client.post("/verify", {"file": SimpleUploadedFile(file.name, file.data)}))
    assert "Ada Example can do this: Retrieval practice" in text
    assert 'data-verdict="verified"' in text
    assert '<details class="fold">' in text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    file = SimpleUploadedFile("x.png", PNG + bytes(10 * 1024 * 1024))
    response = client.post("/verify", {"file": file})
    assert response.status_code == 422
    assert "over the limit" in _text(response)


def test_a_pasted_address_of_ours_is_opened_and_not_fetched(client: Client, held: Held, settings: Any) -> None:
    response = client.post("/verify", {"text": f"{settings.CAIRN_BASE_URL}{_path(held)}"})
    assert (response.status_code, response["Location"]) == (302, _path(held))
    elsewhere = client.post("/verify", {"text": f"{settings.CAIRN_BASE_URL}/accounts/logout/"})
    assert elsewhere.status_code == 200


def test_too_many_checks_in_a_minute_are_slowed_down(client: Client) -> None:
    answers = [client.post("/verify", {"text": "hello"}).status_code for _ in range(31)]
    assert (set(answers[:30]), answers[30]) == ({200}, 429)
    assert client.post("/verify", {"text": "hello"}, REMOTE_ADDR="192.0.2.1").status_code == 200


def test_a_stranger_sees_that_it_holds_and_not_whose_it_is(client: Client, held: Held) -> None:
    response = client.get(_path(held))
    text = _text(response)
    assert "A genuine credential: Retrieval practice" in text
    assert "Whose is it?" in text
    assert "Ada" not in text
    assert "data:application/json" not in text
    assert response["X-Robots-Tag"] == "noindex"
    assert {"Accept", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}
    assert "og:title" not in text


def test_a_stranger_is_told_when_it_was_revoked(client: Client, held: Held) -> None:
    revoke(held.award, reason="A mistake.", acting=SYSTEM)
    text = _text(client.get(_path(held)))
    assert "The issuer has taken this credential back" in text
    assert '<details class="fold" open>' in text
    assert "Ada" not in text


@pytest.mark.parametrize("accept", ["application/vc+ld+json", "application/ld+json", "application/json"])
def test_a_machine_gets_the_document_only_where_it_is_public(client: Client, held: Held, accept: str) -> None:
    refused = client.get(_path(held), headers={"accept": accept})
    assert (refused.status_code, json.loads(refused.content)["code"]) == (403, "not_public")
    services.make_public(held.award.pk, acting=held.person.as_actor())
    answer = client.get(_path(held), headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, accept)
    assert answer.content == bytes(held.credential.document)
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = client.get(_path(held), headers={"accept": accept, "if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_a_form_that_is_not_here_is_answered_with_those_that_are(client: Client, held: Held) -> None:
    response = client.get(_path(held), headers={"accept": "application/vc+jwt"})
    assert (response.status_code, json.loads(response.content)["code"]) == (406, "not_acceptable")
    assert "application/vc+ld+json" in json.loads(response.content)["detail"]


def test_a_machine_is_told_in_its_own_form_that_there_is_nothing(client: Client) -> None:
    path = "/credentials/00000000-0000-4000-8000-000000000000"
    response = client.get(path, headers={"accept": "application/json"})
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert client.get(path).status_code == 404


def test_what_is_public_names_its_holder_and_has_a_card(client: Client, held: Held) -> None:
    assert client.get(f"{_path(held)}/card.png").status_code == 404
    services.make_public(held.award.pk, acting=held.person.as_actor())
    text = _text(client.get(_path(held)))
    assert "Ada Example can do this: Retrieval practice" in text
    assert f'property="og:image" content="http://localhost:8000{_path(held)}/card.png"' in text
    card = client.get(f"{_path(held)}/card.png")
    assert card["Content-Type"] == "image/png"
    assert (card.content[:8], card.content[16:24]) == (PNG, (1200).to_bytes(4, "big") + (630).to_bytes(4, "big"))


def test_the_holder_sees_all_of_it(client: Client, held: Held) -> None:
    text = _text(sign_in(client, held.person).get(_path(held)))
    assert "Ada Example can do this: Retrieval practice" in text
    assert f"/my/{held.award.pk}/" in text


def test_the_holder_can_look_as_others_do(client: Client, held: Held) -> None:
    assert "A genuine credential: Retrieval practice" in _text(
        sign_in(client, held.person).get(f"{_path(held)}?as=others")
    )


def test_somebody_else_who_is_signed_in_is_a_stranger(client: Client, held: Held) -> None:
    assert "Ada" not in _text(sign_in(client, make_person("Somebody Else")).get(_path(held)))


def test_a_link_shows_the_holder_and_offers_files_and_is_counted(client: Client, held: Held) -> None:
    path = _share(held, audience="employer")
    text = _text(client.get(path))
    assert "Ada Example can do this: Retrieval practice" in text
    assert f"{path}/pdf" in text
    assert client.head(path).status_code == 200
    client.get(path, headers={"sec-purpose": "prefetch"})
    assert ShareLink.objects.get().views == 1
    document = client.get(path, headers={"accept": "application/vc+ld+json"})
    assert document.content == bytes(held.credential.document)
    assert client.get(f"{path}/card.png")["Content-Type"] == "image/png"


@pytest.mark.parametrize("form", list(Form))
def test_the_files_of_a_link_verify_again(client: Client, held: Held, form: Form) -> None:
    file = client.get(f"{_share(held)}/{form}")
    assert (file.status_code, file["X-Content-Type-Options"]) == (200, "nosniff")
    assert file["Content-Disposition"] == f'attachment; filename="retrieval-practice.{form}"'
    assert "sandbox" in file["Content-Security-Policy"]
    brought = SimpleUploadedFile("it", file.content)
    assert 'data-verdict="verified"' in _text(client.post("/verify", {"file": brought}))


def test_family_looks_and_takes_nothing(client: Client, held: Held) -> None:
    path = _share(held, audience="family")
    assert f"{path}/pdf" not in _text(client.get(path))
    assert client.get(f"{path}/pdf").status_code == 404
    assert client.get(f"{path}/exe").status_code == 404


def test_an_ended_link_says_so_to_people_and_machines(client: Client, held: Held) -> None:
    path = _share(held)
    services.end_share_link(ShareLink.objects.get().pk, acting=held.person.as_actor())
    for address in (path, f"{path}/pdf", f"{path}/card.png"):
        assert client.get(address).status_code == 410
    assert "The holder has ended this link." in _text(client.get(path))
    machine = client.get(path, headers={"accept": "application/json"})
    assert (machine.status_code, json.loads(machine.content)["code"]) == (410, "link_ended")
    assert ShareLink.objects.get().views == 0


def test_a_link_that_ran_out_says_so(client: Client, held: Held) -> None:
    path = _share(held, expires_at=clock.now() + timedelta(days=1))
    with clock.at(clock.now() + timedelta(days=2)):
        response = client.get(path)
    assert response.status_code == 410
    assert "limited time, which is over" in _text(response)


def test_a_link_that_was_cut_short_leads_nowhere(client: Client, held: Held) -> None:
    assert client.get(_share(held)[:-2]).status_code == 404


def test_a_public_profile_lists_what_is_public(client: Client, held: Held) -> None:
    services.set_profile(held.person.pk, slug="ada", headline="Teacher", acting=held.person.as_actor())
    assert "Nothing is public here just now." in _text(client.get("/people/ada"))
    services.make_public(held.award.pk, acting=held.person.as_actor())
    text = _text(client.get("/people/ada"))
    assert ("Retrieval practice" in text, "Teacher" in text, "noindex" in text) == (True, True, True)
    services.switch_profile_off(held.person.pk, acting=held.person.as_actor())
    assert client.get("/people/ada").status_code == 404
