# SPDX-License-Identifier: Apache-2.0
"""The components draw what they are given, tie it together for every reader, and say it when something is missing."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import mark_safe
from django.utils.translation import override

import cairn.web
from cairn.foundation.errors import Conflict, DomainError, ErrorKind, Invalid, NotFound, PermissionDenied
from cairn.standards.verify import Verdict
from cairn.web.components import formats
from cairn.web.components.facts import Fact, FactsCard, Figure
from cairn.web.components.icons import ICONS, draw_icon
from cairn.web.components.marks import VERDICTS, draw_kind, draw_status
from cairn.web.components.navigation import NavItem
from cairn.web.components.progress import Segment, Step, StepState, draw_bar, draw_progress, draw_range
from cairn.web.components.tables import Column
from cairn.web.forms import DropField, WordsField
from cairn.web.pages import LOOKS, csrf_failure, page_not_found, render_problem, server_error
from tests.web.markup import flat

STATIC = Path(cairn.web.__file__).parent / "static" / "cairn"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def drawn(source: str, /, **values: Any) -> str:
    """What a template gives, without a request."""
    return flat(Template(source).render(Context(values)))


def drawn_field(form: forms.Form, name: str) -> str:
    """A field with everything that belongs to it."""
    return flat(form[name].as_field_group())


# Signs


def test_an_icon_is_hidden_from_screen_readers_and_takes_the_color_of_the_text() -> None:
    assert draw_icon("tick", 16) == (
        '<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" '
        'stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"><path d="M4 10.5l4 4 8-9"/></svg>'
    )


def test_an_icon_that_is_not_in_the_registry_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        draw_icon("unicorn")


def test_only_what_points_along_the_line_turns_with_the_reading_direction() -> None:
    assert [name for name in ICONS if 'class="flip"' in draw_icon(name)] == ["forward"]


def test_a_kind_is_a_glyph_and_a_word() -> None:
    kind = draw_kind("application")
    assert kind.startswith('<span class="kind" data-kind="application"><svg')
    assert kind.endswith("</svg>Can do</span>")


def test_a_state_is_a_mark_and_a_word_and_its_word_is_escaped() -> None:
    state = draw_status("bad", "<2 days late>", "clock")
    assert state == f'<span class="status is-bad">{draw_icon("clock")}&lt;2 days late&gt;</span>'


def test_a_tone_that_there_is_none_of_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="angry"):
        draw_status("angry", "No")


def test_every_verdict_has_a_look_and_words() -> None:
    assert {verdict: (look.tone.value, str(look.words)) for verdict, look in VERDICTS.items()} == {
        Verdict.VERIFIED: ("good", "Verified"),
        Verdict.VERIFIED_WITH_NOTES: ("note", "Verified, with notes"),
        Verdict.UNDETERMINED: ("open", "Cannot be determined"),
        Verdict.NOT_VERIFIED: ("bad", "Not verified"),
    }


def test_a_verdict_says_its_words_its_sentence_and_what_the_block_holds() -> None:
    band = drawn(
        '{% verdict "not_verified" sentence %}<p>Ask the holder.</p>{% endverdict %}', sentence="A <b> changed."
    )
    assert 'data-verdict="not_verified"' in band
    assert "</svg>Not verified</p><h1>A &lt;b&gt; changed.</h1><p>Ask the holder.</p>" in band


@pytest.mark.parametrize(("value", "shown"), [(None, True), ("", True), (0, False), ("0", False), ("$180", False)])
def test_a_blank_says_that_it_is_one(value: object, shown: bool) -> None:  # noqa: FBT001
    assert ('<span class="blank">Not disclosed</span>' in drawn("{{ value|or_blank }}", value=value)) is shown


# Facts and numbers


def test_the_facts_card_keeps_its_order_and_names_its_blanks() -> None:
    card = FactsCard(
        leading=(Figure("Price", "$180", "all fees"), Figure("Time", None)),
        facts=(Fact("Credit", "1 semester hour"), Fact("Pay rise", None), Fact("Kind", mark_safe("<b>Can do</b>"))),
    )
    html = drawn("{% facts_card card %}", card=card)
    assert '<span class="sr">Price: </span><span class="big num">$180</span>all fees' in html
    assert '<span class="big"><span class="blank">Not known</span></span>' in html
    assert (
        "<dl><div><dt>Credit</dt><dd>1 semester hour</dd></div>"
        '<div><dt>Pay rise</dt><dd><span class="blank">Not disclosed</span></dd></div>'
        "<div><dt>Kind</dt><dd><b>Can do</b></dd></div></dl>"
    ) in html


def test_a_bar_says_in_words_what_it_draws() -> None:
    bar = draw_bar([Segment("signed", 842, "good"), Segment("failed", 0, "bad"), Segment("waiting", 158)], tall=True)
    assert bar == (
        '<svg class="bar tall" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        'aria-label="842 signed, 0 failed, 158 waiting"><rect x="0" width="84.2" height="10" class="good"/>'
        '<rect x="84.2" width="15.8" height="10"/></svg>'
    )


def test_progress_over_nothing_is_empty_and_not_an_error() -> None:
    assert 'aria-label="0 of 0"></svg>' in draw_progress(0, 0)


def test_a_range_whose_low_end_is_under_the_line_is_an_open_dot() -> None:
    assert 'class="fig range is-low"' in draw_range(0.69, 0.52, 0.79, floor=0.6)
    assert 'aria-label="0.69, likely range 0.52 to 0.79, line at 0.60"' in draw_range(0.69, 0.52, 0.79, floor=0.6)
    assert 'class="fig range"' in draw_range(0.81, 0.74, 0.86, floor=0.6)


def test_a_step_says_its_state_to_those_who_do_not_see_the_mark() -> None:
    trail = drawn(
        "{% trail steps %}", steps=[Step("Plan", StepState.DONE), Step("Files", StepState.HERE, url="/files")]
    )
    assert '<span class="sr">Done: </span></span><b>Plan</b>' in trail
    assert '<span class="sr">You are here: </span></span><b><a href="/files" aria-current="step">Files</a></b>' in trail


def test_a_table_says_its_columns_to_phones_and_screen_readers() -> None:
    columns = [Column("Name"), Column("Hours", numeric=True), Column("What you can do", hidden=True)]
    html = drawn("{% table 'Rows' columns 'calm' %}<tr></tr>{% endtable %}", columns=columns)
    assert '<table class="table fold-table calm"><caption class="sr">Rows</caption>' in html
    assert (
        '<th scope="col">Name</th><th scope="col" class="n">Hours</th>'
        '<th scope="col"><span class="sr">What you can do</span></th></tr></thead><tbody><tr></tr></tbody>'
    ) in html


# Formats


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [(180, "USD", "$180"), (Decimal("1250.00"), "USD", "$1,250"), (12.5, "EUR", "€12.50"), (30, "chf", "30\u00a0CHF")],
)
def test_money_has_cents_only_where_there_are_some(amount: float, currency: str, written: str) -> None:
    assert formats.format_money(amount, currency) == written


@pytest.mark.parametrize(
    ("size", "written"),
    [(0, "1 KB"), (999, "1 KB"), (640_000, "640 KB"), (1_800_000, "1.8 MB"), (250_000_000, "250 MB")],
)
def test_sizes_are_written_as_a_file_manager_does(size: int, written: str) -> None:
    assert formats.format_size(size) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "22 November 2026"),
        ("es", "22 de noviembre de 2026"),
        ("ar", "22 نوفمبر 2026"),
    ],
)
def test_a_day_is_written_in_the_readers_language_and_for_machines(language: str, written: str) -> None:
    with override(language):
        assert formats.write_day(date(2026, 11, 22)) == f'<time datetime="2026-11-22">{written}</time>'


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=3, minutes=50), "3 hours ago"),
        (timedelta(days=-2, hours=-1), "in 2 days"),
    ],
)
def test_near_times_are_told_from_now(away: timedelta, words: str) -> None:
    assert f">{words}</time>" in formats.write_ago(NOW - away, NOW)


def test_a_week_ago_it_is_the_day_that_helps() -> None:
    assert formats.write_ago(NOW - timedelta(days=8), NOW) == '<time datetime="2026-11-14">14 November 2026</time>'


def test_a_missing_value_stays_missing_so_that_it_can_be_named() -> None:
    assert drawn("{{ x|money|or_blank }}", x=None) == '<span class="blank">Not disclosed</span>'


# Ways


def _request(path: str = "/o/harlow/people") -> HttpRequest:
    return RequestFactory().get(path)


def test_of_nested_places_the_nearest_is_where_one_is() -> None:
    items = (NavItem("Home", "/o/harlow"), NavItem("People", "/o/harlow/people"), NavItem("Pear", "/o/harlow/pe"))
    html = flat(Template("{% tabs items 'Sections' %}").render(Context({"items": items, "request": _request()})))
    assert html.count("aria-current") == 1
    assert '<a href="/o/harlow/people" aria-current="page">People</a>' in html


def test_the_pager_keeps_the_rest_of_the_address_and_counts_what_is_left() -> None:
    page = Paginator(range(12), 5).page(2)
    context = Context({"page": page, "request": _request("/catalog?q=cpr&page=2")})
    html = flat(Template("{% pager page %}").render(context))
    assert 'href="?q=cpr&amp;page=1">Previous 5</a>' in html
    assert '<span class="num">6 to 10 of 12</span>' in html
    assert 'href="?q=cpr&amp;page=3">Next 2</a>' in html


def test_a_list_of_one_page_has_no_pager() -> None:
    page = Paginator(range(5), 5).page(1)
    assert Template("{% pager page %}").render(Context({"page": page, "request": _request()})).strip() == ""


# Forms


class PlanForm(forms.Form):
    """One field of each look."""

    hours = forms.IntegerField(label="Hours", help_text="A whole number.")
    note = forms.CharField(label="Note", required=False)
    plan = WordsField(label="Plan", minimum=3, maximum=5, enforce_minimum=True)
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "Knows"), ("b", "Can do")])
    agreed = forms.BooleanField(label="I agree")
    proof = DropField(label="Proof", max_bytes=2_000_000, multiple=True, required=False)


def test_a_control_is_tied_to_its_label_hint_and_error() -> None:
    html = drawn_field(PlanForm({"hours": "about 30"}), "hours")
    assert '<label for="id_hours">Hours</label>' in html
    assert '<div class="hint" id="id_hours_helptext">A whole number.</div>' in html
    assert 'aria-invalid="true" aria-describedby="id_hours_helptext id_hours_error"' in html
    assert 'class="input"' in html
    assert '<p class="error" id="id_hours_error">' in html
    assert html.index("id_hours_helptext") < html.index("<input") < html.index('id="id_hours_error"')


def test_only_what_may_stay_empty_is_marked() -> None:
    form = PlanForm()
    marked = [name for name in form.fields if "(optional)" in drawn_field(form, name)]
    assert marked == ["note", "proof"]


def test_a_draft_marks_nothing_as_optional() -> None:
    form = PlanForm()
    form.hide_optional = True  # type: ignore[attr-defined]  # read by the renderer
    assert "(optional)" not in str(form)


def test_a_group_of_choices_is_wrong_as_a_whole() -> None:
    html = drawn_field(PlanForm({}), "kind")
    assert '<fieldset class="field is-wrong" aria-describedby="id_kind_error"><legend>Kind</legend>' in html
    assert "aria-invalid" not in html
    assert html.count('<label class="choice"><input type="radio" name="kind"') == 2


def test_words_are_counted_without_scripts_too() -> None:
    html = drawn_field(PlanForm({"plan": "one two three four"}), "plan")
    assert '<b class="num" data-count>4</b>. 3 to 5 wanted.' in html
    assert 'data-min-words="3" data-max-words="5"' in html
    assert 'aria-describedby="id_plan_count"' in html
    assert '<span class="error" data-over hidden>' in html


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("one two three four five six", "This has 6 words. Cut 1 word to reach 5."),
        ("one", "This has 1 word. Write at least 3: what, when, and why."),
    ],
)
def test_a_text_of_the_wrong_length_says_by_how_much(text: str, error: str) -> None:
    assert PlanForm({"plan": text}).errors["plan"] == [error]


def test_a_draft_may_be_too_short() -> None:
    assert WordsField(minimum=3).clean("one") == "one"


def _with_files(*files: SimpleUploadedFile) -> PlanForm:
    sent = {"hours": "1", "plan": "one two three", "kind": "a", "agreed": "on"}
    return PlanForm(sent, MultiValueDict({"proof": list(files)}))


def test_several_files_come_as_a_list() -> None:
    form = _with_files(SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b"))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["proof"]] == ["a.txt", "b.txt"]


def test_no_file_is_an_empty_list() -> None:
    form = _with_files()
    assert form.is_valid()
    assert form.cleaned_data["proof"] == []


def test_a_file_that_is_too_large_is_named_with_its_size_and_the_limit() -> None:
    form = _with_files(SimpleUploadedFile("clip.mp4", b"x" * 2_100_000))
    assert form.errors["proof"] == ["clip.mp4 is 2.1 MB, over the limit of 2 MB. Choose a smaller file."]


def test_the_summary_of_errors_leads_to_the_fields() -> None:
    html = drawn("{% error_summary form %}", form=PlanForm({"hours": "x", "plan": "one two three", "kind": "a"}))
    assert "<h2>2 things to put right</h2>" in html
    assert '<a href="#id_hours">Hours</a>: Enter a whole number.' in html
    assert '<a href="#id_agreed">I agree</a>: This field is required.' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert drawn("{% error_summary form %}", form=PlanForm()).strip() == ""


# Problems


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_every_kind_of_refusal_has_a_page_with_its_sentence_and_a_way_on(kind: ErrorKind, client: Client) -> None:
    request = client.get("/styleguide").wsgi_request
    answer = render_problem(request, DomainError(kind, "It is the 7th <script>."))
    text = answer.content.decode()
    assert answer.status_code == LOOKS[kind].status
    assert "It is the 7th &lt;script&gt;." in text
    assert f"<h1>{LOOKS[kind].title}</h1>" in text
    assert '<a class="btn primary" href="' in flat(text)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("No."), 404),
        (PermissionDenied("No."), 403),
        (Conflict("No."), 409),
        (Invalid("No."), 400),
        (Http404(), 404),
        (DjangoPermissionDenied(), 403),
        (RequestDataTooBig(), 413),
        (RuntimeError("a secret"), 500),
    ],
)
def test_an_error_becomes_its_status_and_tells_no_secret(error: Exception, status: int, client: Client) -> None:
    answer = render_problem(client.get("/styleguide").wsgi_request, error)
    assert answer.status_code == status
    assert b"secret" not in answer.content


def test_who_is_denied_is_told_whom_to_ask(client: Client) -> None:
    answer = render_problem(client.get("/styleguide").wsgi_request, DjangoPermissionDenied())
    assert b"Ask an owner of the organization for access." in answer.content


def test_a_services_own_sentence_is_not_followed_by_other_advice(client: Client) -> None:
    request = client.get("/styleguide").wsgi_request
    advice = str(LOOKS[ErrorKind.CONFLICT].next)
    assert advice not in render_problem(request, Conflict("Row 47 changed. Load the page again.")).content.decode()
    assert str(LOOKS[ErrorKind.DENIED].next) in render_problem(request, PermissionDenied("Ask Kim.")).content.decode()


def test_a_page_that_saves_itself_gets_the_sentence_alone() -> None:
    request = RequestFactory().post("/x", headers={"X-Cairn-Autosave": "1"})
    answer = render_problem(request, Conflict("Somebody else changed row 47 first."))
    assert (answer.status_code, answer.content) == (409, b"Somebody else changed row 47 first.")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_page_for_what_broke_asks_nobody_who_is_there() -> None:
    text = server_error(RequestFactory().get("/x")).content.decode()
    assert "Something broke here" in text
    assert "Sign in" not in text


def test_an_old_form_is_explained(client: Client) -> None:
    answer = csrf_failure(client.get("/styleguide").wsgi_request, "CSRF token missing.")
    assert answer.status_code == 403
    assert b"This form was open too long" in answer.content


def test_an_address_with_nothing_at_it_is_a_page_of_ours(client: Client) -> None:
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert b"There is nothing at this address" in answer.content
    assert page_not_found(answer.wsgi_request, Http404()).status_code == 404


# Pages


def test_the_styleguide_shows_every_part(client: Client) -> None:
    answers = [client.get(address) for address in ("/styleguide", "/styleguide/work")]
    text = "".join(answer.content.decode() for answer in answers)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(f'data-verdict="{verdict}"' in text for verdict in Verdict)
    assert [text.count(f'id="b{number}"') for number in range(1, 11)] == [1] * 10


def test_a_page_of_arabic_is_read_from_the_right(client: Client) -> None:
    assert b'<html lang="ar" dir="rtl">' in client.get("/styleguide", headers={"Accept-Language": "ar"}).content
    assert b'<html lang="en">' in client.get("/styleguide", headers={"Accept-Language": "en"}).content


def test_the_language_is_changed_without_scripts_and_the_page_stays(client: Client) -> None:
    answer = client.post("/language", {"language": "es", "next": "/styleguide?x=1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/styleguide?x=1")
    assert b'<html lang="es">' in client.get("/styleguide").content


def test_nothing_is_inline(client: Client) -> None:
    text = client.get("/styleguide").content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
    assert text.count("<script") == text.count('<script type="module" src="/static/cairn/cairn.js"></script>') == 1


def test_styles_and_script_stay_small() -> None:
    css = b"".join((STATIC / name).read_bytes() for name in ("tokens.css", "components.css"))
    assert len(gzip.compress(css, 9)) < 11_000
    assert len(gzip.compress((STATIC / "cairn.js").read_bytes(), 9)) < 6_000


def test_styles_name_no_other_host() -> None:
    for name in ("tokens.css", "components.css", "cairn.js"):
        assert "://" not in (STATIC / name).read_text(encoding="utf-8")


def test_every_font_has_its_licence_beside_it() -> None:
    fonts = {path.name.split("-")[0] for path in (STATIC / "fonts").glob("*.woff2")}
    assert fonts == {"figtree", "newsreader"}
    assert all("SIL Open Font License" in (STATIC / "fonts" / f"OFL-{font}.txt").read_text() for font in fonts)
