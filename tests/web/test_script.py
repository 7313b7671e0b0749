# SPDX-License-Identifier: Apache-2.0
"""The one script, in a real browser: what is typed is never lost, and every comfort says what it does.

No server runs: the browser's requests are answered here, so that a test decides when the line is down.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import Context, Template
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Error, FilePayload, Page, Route, expect

import cairn.web
from tests.web.look import THEMES, WIDTHS, check_page
from tests.web.test_components import PlanForm

pytestmark = pytest.mark.browser
STATIC: Final = Path(cairn.web.__file__).parent / "static"
HOST: Final = "http://localhost"
FORM: Final = """
<form id="plan" method="post" data-autosave="/save" data-version="{version}">
<input type="hidden" name="csrfmiddlewaretoken" value="token">
<label for="t">Plan</label><textarea id="t" name="text">{text}</textarea>
<label><input id="c" type="checkbox" name="mine" value="yes">Mine</label>
<button>Send</button></form>
"""


@dataclass
class Site:
    """A site of one page, and whatever the page sends."""

    page: Page
    body: str = ""
    status: int = 200
    answer: str = '{"version": "2"}'
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    fragments: list[str] = field(default_factory=list)

    def handle(self, route: Route) -> None:
        """Answer a request."""
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        elif path == "/save":
            self.sent.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
            kind = "application/json" if self.status == 200 else "text/plain"
            route.fulfill(status=self.status, body=self.answer, content_type=kind)
        elif path == "/progress":
            route.fulfill(body=self.fragments.pop(0), content_type="text/html")
        else:
            route.fulfill(body=self.html(), content_type="text/html; charset=utf-8")

    def html(self) -> str:
        """The page."""
        head = '<link rel="stylesheet" href="/static/cairn/components.css">'
        script = '<script type="module" src="/static/cairn/cairn.js"></script>'
        return f'<!doctype html><html lang="en"><title>x</title>{head}{script}<body>{self.body}</body></html>'

    def open(self, body: str) -> None:
        """Show a page."""
        self.body = body
        self.page.goto(f"{HOST}/page")

    def open_form(self, text: str = "", version: str = "1") -> None:
        """Show a form that saves itself."""
        self.open(Template("{% saved %}").render(Context()) + FORM.format(text=text, version=version))

    @property
    def kept(self) -> list[list[str]] | None:
        """What the browser keeps of the form's words: name, value, and the value that it was written over."""
        text = self.page.evaluate("localStorage.getItem('cairn:/page:plan')")
        return json.loads(text)["changed"] if text else None

    def wait_for_saves(self, count: int) -> None:
        """Wait until the page has sent so many times."""
        while len(self.sent) < count:
            self.page.wait_for_timeout(50)


@pytest.fixture
def site(chrome: Browser) -> Iterator[Site]:
    """A site with a clean browser."""
    context = chrome.new_context(reduced_motion="reduce")
    page = context.new_page()
    served = Site(page)
    page.route("**/*", served.handle)
    yield served
    context.close()


def test_what_is_typed_is_saved_after_a_pause(site: Site) -> None:
    site.open_form()
    site.page.fill("#t", "We counted 28 exit slips.")
    expect(site.page.locator("[data-saved]")).to_have_text("Saved just now")
    assert site.sent == [
        {"csrfmiddlewaretoken": ["token"], "text": ["We counted 28 exit slips."], "version": ["1"]},
    ]
    assert site.kept is None


def test_the_next_save_names_the_version_that_the_last_one_gave(site: Site) -> None:
    site.open_form()
    site.page.fill("#t", "One.")
    expect(site.page.locator("[data-saved]")).to_have_text("Saved just now")
    site.page.check("#c")
    site.wait_for_saves(2)
    assert (site.sent[1]["version"], site.sent[1]["mine"]) == (["2"], ["yes"])


def test_a_form_that_saves_itself_says_so_before_anything_is_typed(site: Site) -> None:
    site.open_form()
    expect(site.page.locator("[data-saved]")).to_have_text("Saves as you write")


def test_leaving_a_field_saves_at_once(site: Site) -> None:
    site.open_form()
    site.page.locator("#t").press_sequentially("A")
    site.page.locator("#t").blur()
    site.page.wait_for_timeout(200)
    assert len(site.sent) == 1


def test_a_button_waits_for_the_save_and_goes_on_from_its_version(site: Site) -> None:
    site.open_form()
    site.page.locator("#t").press_sequentially("A")
    with site.page.expect_request(lambda request: request.method == "POST" and request.url == f"{HOST}/page") as sent:
        site.page.get_by_role("button", name="Send").click()
    assert [save["version"] for save in site.sent] == [["1"]]
    assert parse_qs(sent.value.post_data or "") == {"csrfmiddlewaretoken": ["token"], "text": ["A"], "version": ["2"]}


def test_a_link_waits_for_the_save(site: Site) -> None:
    site.open_form()
    site.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<a href=/next>Next</a>')")
    site.page.locator("#t").press_sequentially("A")
    site.page.get_by_role("link", name="Next").click()
    site.page.wait_for_url("**/next")
    assert [save["text"] for save in site.sent] == [["A"]]
    assert site.kept is None


def test_words_stay_on_the_device_while_the_server_is_away_and_come_back_with_a_note(site: Site) -> None:
    site.open_form()
    site.status = 503
    site.page.fill("#t", "Written in a tunnel.")
    site.page.check("#c")
    expect(site.page.locator("[data-saved]")).to_have_text(
        "Not saved. We keep trying; your words are safe on this device."
    )
    assert site.kept == [["text", "Written in a tunnel.", ""], ["mine=yes", True, False]]
    site.open_form()
    expect(site.page.locator("[data-saved]")).to_have_text(
        "We put back what you wrote on this device and had not been saved."
    )
    expect(site.page.locator("#t")).to_have_value("Written in a tunnel.")
    expect(site.page.locator("#c")).to_be_checked()


def test_words_that_came_back_are_saved_and_then_forgotten(site: Site) -> None:
    site.open_form()
    site.status = 503
    site.page.fill("#t", "Written in a tunnel.")
    site.wait_for_saves(1)
    site.status = 200
    site.open_form()
    site.wait_for_saves(2)
    site.page.wait_for_function("localStorage.length === 0")
    assert site.sent[-1]["text"] == ["Written in a tunnel."]


def test_a_save_that_failed_is_tried_again_when_the_line_is_back(site: Site) -> None:
    site.open_form()
    site.status = 503
    site.page.fill("#t", "Again.")
    site.wait_for_saves(1)
    site.status = 200
    site.page.evaluate("dispatchEvent(new Event('online'))")
    expect(site.page.locator("[data-saved]")).to_have_text("Saved just now")
    assert [sent["text"] for sent in site.sent] == [["Again."], ["Again."]]


def test_what_somebody_wrote_elsewhere_since_then_stands(site: Site) -> None:
    site.open_form()
    site.status = 503
    site.page.fill("#t", "Mine.")
    site.wait_for_saves(1)
    site.status = 200
    site.open_form(text="Theirs, later.", version="7")
    site.page.wait_for_timeout(1000)
    expect(site.page.locator("#t")).to_have_value("Theirs, later.")
    assert len(site.sent) == 1
    assert site.kept is None


def test_words_written_over_what_the_server_still_has_come_back_whatever_its_version(site: Site) -> None:
    site.open_form(text="Begun.")
    site.status = 503
    site.page.fill("#t", "Begun. And gone on.")
    site.wait_for_saves(1)
    site.status = 200
    site.open_form(text="Begun.", version="7")
    expect(site.page.locator("#t")).to_have_value("Begun. And gone on.")


def test_a_refusal_is_shown_in_the_servers_words_and_not_tried_again(site: Site) -> None:
    site.open_form()
    site.status, site.answer = 409, "This was sent on 3 May. Open it to see the feedback."
    site.page.fill("#t", "Too late.")
    expect(site.page.locator("[data-saved]")).to_have_text(site.answer)
    site.page.wait_for_timeout(2500)
    assert len(site.sent) == 1
    assert site.kept == [["text", "Too late.", ""]]


def test_signing_out_leaves_no_words_behind(site: Site) -> None:
    site.status = 503
    site.open_form()
    site.page.fill("#t", "On a shared computer.")
    site.wait_for_saves(1)
    site.open('<form data-sign-out action="/out"><button>Sign out</button></form>')
    site.page.click("button")
    site.page.wait_for_url("**/out*")
    assert site.page.evaluate("localStorage.length") == 0


def test_a_page_without_room_to_keep_words_still_saves(site: Site) -> None:
    site.page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full'); };")
    site.open_form()
    site.page.fill("#t", "No room.")
    expect(site.page.locator("[data-saved]")).to_have_text("Saved just now")


def test_words_are_counted_as_one_types(site: Site) -> None:
    site.open(PlanForm()["plan"].as_field_group())
    site.page.fill("textarea", "one two  three\nfour five six")
    expect(site.page.locator("[data-count]")).to_have_text("6")
    expect(site.page.locator("[data-over]")).to_be_visible()
    site.page.fill("textarea", "one two three")
    expect(site.page.locator("[data-over]")).to_be_hidden()


def test_files_are_named_with_their_sizes(site: Site) -> None:
    site.open(PlanForm()["proof"].as_field_group())
    plan = FilePayload(name="plan.pdf", mimeType="application/pdf", buffer=b"x" * 640_000)
    clip = FilePayload(name="clip.mp4", mimeType="video/mp4", buffer=b"x" * 1_800_000)
    site.page.set_input_files("input", [plan, clip])
    expect(site.page.locator("[data-drop-files] li")).to_have_text(["plan.pdf, 640 KB", "clip.mp4, 1.8 MB"])


def test_a_file_over_the_limit_is_refused_before_it_is_sent(site: Site) -> None:
    site.open(PlanForm()["proof"].as_field_group())
    clip = FilePayload(name="clip.mp4", mimeType="video/mp4", buffer=b"x" * 2_100_000)
    site.page.set_input_files("input", clip)
    expect(site.page.locator("[data-drop-error]")).to_have_text(
        "clip.mp4 is 2.1 MB, over the limit of 2 MB. Choose a smaller file."
    )
    assert site.page.evaluate("document.querySelector('input').files.length") == 0


def test_a_file_can_be_dropped(site: Site) -> None:
    site.open(PlanForm()["proof"].as_field_group())
    site.page.evaluate(
        """() => {
            const dropped = new DataTransfer();
            dropped.items.add(new File(["x".repeat(2000)], "note.txt"));
            const drop = new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true });
            document.querySelector("[data-drop]").dispatchEvent(drop);
        }"""
    )
    expect(site.page.locator("[data-drop-files] li")).to_have_text("note.txt, 2 KB")


def test_progress_is_looked_at_until_it_is_done(site: Site) -> None:
    site.fragments = ['<p data-poll="/progress">842 of 1204</p>', "<p>All signed</p>"]
    site.open('<div aria-live="polite"><p data-poll="/progress">0 of 1204</p></div>')
    expect(site.page.get_by_text("842 of 1204")).to_be_visible()
    expect(site.page.get_by_text("All signed")).to_be_visible()
    site.page.wait_for_timeout(1700)
    assert site.fragments == []


def test_a_menu_closes_on_escape_and_gives_the_focus_back(site: Site) -> None:
    site.open('<details class="menu"><summary>Me</summary><ul><li><a href="#x">Settings</a></li></ul></details>')
    site.page.click("summary")
    site.page.focus("a")
    site.page.keyboard.press("Escape")
    expect(site.page.locator("details")).not_to_have_attribute("open", "")
    expect(site.page.locator("summary")).to_be_focused()


def test_a_menu_closes_when_one_clicks_elsewhere(site: Site) -> None:
    site.open('<details class="menu" open><summary>Me</summary></details><h1>Page</h1>')
    site.page.click("h1")
    expect(site.page.locator("details")).not_to_have_attribute("open", "")


# The styleguide, as it is served


def _serve(page: Page, client: Client, language: str) -> None:
    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            route.fulfill(path=STATIC / parts.path.removeprefix("/static/"))
            return
        answered = client.get(parts.path, headers={"Accept-Language": language})
        route.fulfill(status=answered.status_code, headers=dict(answered.items()), body=answered.content)

    page.route("**/*", answer)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", ["/styleguide", "/nothing-here"])
def test_a_page_has_no_findings_in_light_and_dark(chrome: Browser, client: Client, path: str, language: str) -> None:
    context = chrome.new_context(reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        complaints.extend([message.text] if message.type == "error" and "404" not in message.text else [])

    page.on("console", note)
    _serve(page, client, language)
    page.goto(f"{HOST}{path}")
    for width in (320, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        assert check_page(page, THEMES if width in WIDTHS else ()) == []
    context.close()
    assert complaints == []


def test_the_finder_of_findings_finds_some(chrome: Browser) -> None:
    page = chrome.new_page()
    page.set_content('<html><title>x</title><main><img src="data:,"><div style="width:200vw">x</div></main></html>')
    found = check_page(page, ("light",))
    assert any(line.startswith("light: image-alt (critical)") for line in found)
    assert any(line.endswith("pixels wider than the window") for line in found)
    page.close()


def test_a_page_that_does_not_open_is_an_error(chrome: Browser) -> None:
    page = chrome.new_page()
    page.route("**/*", lambda route: route.abort())
    with pytest.raises(Error):
        page.goto(f"{HOST}/page")
    page.close()
