# SPDX-License-Identifier: Apache-2.0
"""Every text that a person sees can be translated, is translated, and says the same with the same placeholders."""

from __future__ import annotations

import ast
import os
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import polib
import pytest
from django.test import Client
from django.utils.translation import ngettext, override

from tests import messages

TEMPLATES: Final = messages.PACKAGE / "web" / "templates"
STATIC: Final = messages.PACKAGE / "web" / "static" / "cairn"
LANGUAGES: Final = tuple(messages.PLURALS)
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}|</?[a-z][^>]*>")


def forms(entry: polib.POEntry) -> list[str]:
    """What is shown for an entry, in every number that the language knows."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def signs(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


# The catalogs


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    entries = messages.read(language)
    assert len(entries) > 2000
    assert [entry.msgid for entry in entries if entry.fuzzy or not all(form.strip() for form in forms(entry))] == []


@pytest.mark.parametrize(("language", "count"), [("es", 2), ("ar", 6)])
def test_every_number_has_its_form(language: str, count: int) -> None:
    counted = [entry for entry in messages.read(language) if entry.msgid_plural]
    assert counted
    assert [entry.msgid for entry in counted if len(entry.msgstr_plural) != count] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_markup_are_those_of_the_text(language: str) -> None:
    singles = (entry for entry in messages.read(language) if entry.msgstr)
    assert [entry.msgid for entry in singles if signs(entry.msgid) != signs(entry.msgstr)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_may_leave_its_number_out_only_where_the_form_says_it(language: str) -> None:
    """A form for two need not say 2, but the last one stands for many numbers; none has a placeholder of its own."""
    counted = [entry for entry in messages.read(language) if entry.msgid_plural and all(forms(entry))]
    wrong = [entry.msgid for entry in counted if signs(forms(entry)[-1]) != signs(entry.msgid_plural)]
    strange = [
        form
        for entry in counted
        for form in forms(entry)
        if not set(signs(form)) <= set(signs(entry.msgid) + signs(entry.msgid_plural))
    ]
    assert (wrong, strange) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_ends_are_those_of_the_text(language: str) -> None:
    singles = (entry for entry in messages.read(language) if entry.msgstr)
    assert [entry.msgid for entry in singles if entry.msgid.count("\n") != entry.msgstr.count("\n")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_product_reads_what_the_translators_wrote(language: str) -> None:
    assert messages.compiled(language).read_bytes() == messages.compile_catalog(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogs_say_nothing_that_changes_without_reason(language: str) -> None:
    head = messages.read(language)
    assert head.header == "SPDX-License-Identifier: Apache-2.0"
    assert set(head.metadata) == {
        "Project-Id-Version",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
    }


def test_the_catalogs_hold_the_texts_of_today() -> None:
    """`make messages` would change nothing; otherwise somebody changed a text and did not call it."""
    if shutil.which("xgettext") is None:
        assert os.environ.get("CI") != "true"
        pytest.skip("GNU gettext is not installed here (Debian's package is gettext)")
    for language, catalog in messages.collect().items():
        assert str(catalog).strip() == messages.source(language).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("es", 1, "1 minuto"),
        ("es", 2, "2 minutos"),
        ("es", 0, "0 minutos"),
        ("ar", 1, "دقيقة واحدة"),
        ("ar", 2, "دقيقتين"),
        ("ar", 5, "5 دقائق"),
        ("ar", 11, "11 دقيقة"),
        ("ar", 100, "100 دقيقة"),
        ("en", 1, "1 minute"),
    ],
)
def test_numbers_are_said_as_the_language_says_them(language: str, count: int, words: str) -> None:
    with override(language):
        assert ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count} == words


# The pages


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "opening", "title"),
    [
        ("en", '<html lang="en">', "Small proofs of learning that stack"),
        ("es", '<html lang="es">', "Pequeñas pruebas de aprendizaje que se apilan"),
        ("ar", '<html lang="ar" dir="rtl">', "إثباتات صغيرة للتعلم تتراكم"),
    ],
)
def test_a_page_speaks_the_language_of_its_reader(language: str, opening: str, title: str) -> None:
    page = Client(headers={"accept-language": language}).get("/").content.decode()
    assert opening in page
    assert title in page


@pytest.mark.django_db
def test_a_reader_can_choose_another_language_than_the_browser_asks_for() -> None:
    client = Client(headers={"accept-language": "en"})
    answer = client.post("/language", {"language": "es", "next": "/verify"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/verify")
    assert '<html lang="es">' in client.get("/verify").content.decode()


@pytest.mark.django_db
def test_an_error_page_speaks_the_language_of_its_reader() -> None:
    answer = Client(headers={"accept-language": "es"}).get("/no-such-page")
    assert answer.status_code == 404
    assert "No hay nada en esta dirección" in answer.content.decode()


# The templates

_QUIET: Final = re.compile(
    r"{%-?\s*comment.*?endcomment\s*%}|{#.*?#}|{%\s*blocktranslate\b.*?endblocktranslate\s*%}"
    r"|{%\s*block robots\s*%}.*?endblock\s*%}",
    re.DOTALL,
)
_TAG: Final = re.compile(r"{%.*?%}", re.DOTALL)
_VALUE: Final = re.compile(r"{{.*?}}", re.DOTALL)
_TRANSLATED: Final = re.compile(r"""^{%\s*translate\b.*|\b_\((?:"[^"]*"|'[^']*')\)""", re.DOTALL)
_SENTENCE: Final = re.compile(r"""["'][A-Z][a-z]+(?: [a-z]+)+[.?!]?["']""")
_ADDRESS: Final = re.compile(r"(?:https?:/)?/[\w/.-]+")
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
# Names and the words of machines are the same in every language.
_NAMES: Final = frozenset({
    *("Cairn", "JSON", "JWT", "PNG", "SVG", "PDF", "ZIP", "CSV", "DID", "URL", "QR", "ID", "KB", "MB", "SHA", "CTDL"),
    *("LinkedIn", "OneRoster", "Open", "Badges", "English", "Español"),
    *("Newsreader", "Figtree", "px"),
})  # fmt: skip
_SPOKEN: Final = frozenset({"title", "alt", "aria-label", "placeholder", "aria-description", "data-l", "label"})
_MACHINE: Final = frozenset({"script", "style", "code", "kbd", "samp", "pre", "svg"})


class _Words(HTMLParser):
    """Gathers what a template shows or says in words of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.inside or self._is_not_ours(tag, dict(attrs)):
            self.inside.append(tag)
        for name, value in attrs:
            if name in _SPOKEN and value:
                self._take(value)

    @staticmethod
    def _is_not_ours(tag: str, attributes: dict[str, str | None]) -> bool:
        """Whether this is for machines, a name, or in a language that the template names."""
        is_named = tag != "html" and ("lang" in attributes or attributes.get("translate") == "no")
        return tag in _MACHINE or is_named or "mono" in (attributes.get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self._take(data)

    def _take(self, text: str) -> None:
        if any(word not in _NAMES for word in _LETTERS.findall(_ADDRESS.sub("", text))):
            self.found.append(" ".join(text.split()))


def untranslatable(template: str) -> list[str]:
    """List the words of a template that no translator will ever see."""
    text = _QUIET.sub("", template)
    said = [tag for tag in _TAG.findall(text) if _SENTENCE.search(_TRANSLATED.sub("", tag))]
    bare = _VALUE.sub("", _TAG.sub("", text))
    words = _Words()
    words.feed(bare)
    return said + words.found


def _templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})


def test_no_template_has_words_that_cannot_be_translated() -> None:
    templates = _templates()
    assert len(templates) > 100
    found = {str(path.relative_to(TEMPLATES)): untranslatable(path.read_text(encoding="utf-8")) for path in templates}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Save it</p>", ["Save it"]),
        ('<p>{% translate "Save it" %}</p>', []),
        ("{% blocktranslate trimmed %}Save {{ it }}{% endblocktranslate %}", []),
        ('<input placeholder="Your name">', ["Your name"]),
        ('{% button "Save it now" %}', ['{% button "Save it now" %}']),
        ('{% button _("Save it now") "primary" %}', []),
        ("<b>{{ name }}</b> · <code>cairn demo</code> PNG", []),
        ("{% comment %}Context: names.{% endcomment %}{# why #}", []),
        ('<span lang="ar" dir="rtl">كيرن</span>', []),
    ],
)
def test_words_that_cannot_be_translated_are_found(template: str, found: list[str]) -> None:
    assert untranslatable(template) == found


# The code

_REFUSALS: Final = frozenset({
    *("DomainError", "PermissionDenied", "NotFound", "Invalid", "Conflict", "Gone", "TooLarge", "TooMany"),
    *("ValidationError", "Http404", "Refusal", "Finding"),
})  # fmt: skip
_MESSAGES: Final = frozenset({"success", "info", "warning", "error"})
_SHOWN: Final = frozenset({"label", "help_text", "detail", "title", "hint", "sentence", "empty_label", "verbose_name"})
_NOT_FOR_PEOPLE: Final = ("standards", "cli", "api", "config")
_PHRASE: Final = re.compile(r"[a-z,;:] \w|[a-z]{2} $|^ [a-z]{2}")
_AT_ONCE: Final = frozenset({"gettext", "ngettext", "pgettext", "npgettext"})


def _modules() -> list[Path]:
    return sorted(
        path
        for path in messages.PACKAGE.rglob("*.py")
        if path.relative_to(messages.PACKAGE).parts[0] not in _NOT_FOR_PEOPLE and "migrations" not in path.parts
    )


def _name(path: Path) -> str:
    return str(path.relative_to(messages.PACKAGE))


def _is_plain(node: ast.expr) -> bool:
    """Whether this is a sentence or a phrase as it stands, which nothing has handed to a translator."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
    return any(_PHRASE.search(text) for text in texts)


def unwrapped(source: str) -> list[str]:
    """List the sentences of a module that people see as the programmer wrote them."""
    return [
        f"{call.lineno}: {ast.unparse(shown)}"
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        for shown in _shown(call)
        if _is_plain(shown)
    ]


def _shown(call: ast.Call) -> Iterator[ast.expr]:
    """Give the arguments of a call that end up before somebody's eyes."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    is_message = (
        isinstance(call.func, ast.Attribute) and name in _MESSAGES and ast.unparse(call.func.value) == "messages"
    )
    if name in _REFUSALS or is_message:
        yield from call.args
    yield from (keyword.value for keyword in call.keywords if keyword.arg in _SHOWN)


def test_no_sentence_reaches_people_past_the_translators() -> None:
    found = {_name(path): unwrapped(path.read_text(encoding="utf-8")) for path in _modules()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise NotFound("There is none.")', ["1: 'There is none.'"]),
        ('raise NotFound(_("There is none."))', []),
        ('raise NotFound(f"There is no {name}.")', ["1: f'There is no {name}.'"]),
        ('Finding(f"{place}/name")', []),
        ('messages.success(request, "It is saved.")', ["1: 'It is saved.'"]),
        ('CharField(label="Your name")', ["1: 'Your name'"]),
        ('CharField(label=_("Your name"))', []),
        ('log.error("It is broken.")', []),
    ],
)
def test_a_sentence_past_the_translators_is_found(source: str, found: list[str]) -> None:
    assert unwrapped(source) == found


def frozen(source: str) -> list[str]:
    """List the texts of a module that are translated once, when it is imported, and so into nobody's language."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in _AT_ONCE
    }
    return [f"{call.lineno}: {ast.unparse(call)}" for call in _at_import(tree) if getattr(call.func, "id", "") in names]


def _at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Walk the calls that run when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _at_import(child)


def test_no_text_is_translated_before_its_reader_is_known() -> None:
    found = {_name(path): frozen(path.read_text(encoding="utf-8")) for path in _modules()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_text_that_is_translated_too_early_is_found() -> None:
    source = 'from django.utils.translation import gettext as _\nA = _("Now")\ndef f():\n    return _("Then")\n'
    assert frozen(source) == ["2: _('Now')"]
    assert frozen(source.replace("gettext", "gettext_lazy")) == []


# The scripts

_SCRIPT_COMMENT: Final = re.compile(r"^\s*//.*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_SCRIPT_SENTENCE: Final = re.compile(r"[\"'`][A-Z][a-z]+ [a-z]+[^\"'`]*[\"'`]")


def test_scripts_have_no_words_of_their_own() -> None:
    """What a script says stands in the page, where it was translated."""
    scripts = sorted(STATIC.rglob("*.js"))
    assert {"cairn.js"} <= {path.name for path in scripts}
    texts = {path.name: _SCRIPT_COMMENT.sub("", path.read_text(encoding="utf-8")) for path in scripts}
    assert {name: _SCRIPT_SENTENCE.findall(text) for name, text in texts.items() if _SCRIPT_SENTENCE.search(text)} == {}
