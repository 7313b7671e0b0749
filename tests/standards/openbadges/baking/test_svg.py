# SPDX-License-Identifier: Apache-2.0
"""Credentials in SVG images."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.archives import parse_xml
from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking import Carrier, Form, SvgTemplate, bake, extract, sniff, unbake
from tests.standards.archives.guard import bounds
from tests.standards.openbadges.baking.images import CREDENTIAL, SVG, TOKEN

_DECLARED = b'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f\ufffe\uffff"), max_size=40)
_JSON = st.dictionaries(_TEXTS, _TEXTS, max_size=4)


def _svg(inside: str, attributes: str = "") -> bytes:
    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"'
    return f'<svg {namespaces} xmlns:l="http://openbadges.org" {attributes}>{inside}</svg>'.encode()


def _code(image: bytes, action: Callable[[bytes], object] = extract) -> str:
    with pytest.raises(BakeError) as caught:
        action(image)
    assert caught.value.detail.endswith(".")
    return caught.value.code


@settings(deadline=None)
@given(value=_JSON)
def test_what_is_baked_comes_out_again(value: dict[str, str]) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        assert extract(bake(SVG, text)) == text


def test_json_goes_into_the_body_and_a_token_into_the_attribute() -> None:
    head, tail = SVG.split(b"<g/>")
    head = head.replace(b"<svg", b"<svg " + _DECLARED)
    body = CREDENTIAL.replace("]]>", "]]]]><![CDATA[>").encode()
    assert bake(SVG, CREDENTIAL) == (
        head + b"<openbadges:credential><![CDATA[" + body + b"]]></openbadges:credential><g/>" + tail
    )
    assert bake(SVG, TOKEN) == (
        head + b'<openbadges:credential verify="' + TOKEN.encode() + b'"></openbadges:credential><g/>' + tail
    )


def test_the_same_input_gives_the_same_bytes() -> None:
    template = SvgTemplate(SVG)
    assert template.bake(CREDENTIAL) == template.bake(CREDENTIAL) == bake(SVG, CREDENTIAL)


_DRAWINGS = [
    SVG,
    b"<svg/>",
    b'<svg xmlns="http://www.w3.org/2000/svg" a="/>" b=\'>\' />',
    b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n<!-- <svg> --><?p <svg?>\n<svg\n  id="x"\n>\n<g/></svg>\n',
    b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg></svg>',
    b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>',
    b'<svg xmlns:openbadges="http://openbadges.org"><g/></svg>',
    b"<svg xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'><g/></svg>",
    "<svg><text>é…</text></svg>".encode(),
]


@pytest.mark.parametrize("drawing", _DRAWINGS)
def test_any_drawing_is_baked_and_stays_as_it_was(drawing: bytes) -> None:
    for text in (CREDENTIAL, TOKEN):
        baked = bake(drawing, text)
        assert sniff(baked) == sniff(drawing) == "image/svg+xml"
        assert extract(baked) == text
        rest = baked.replace(b" " + _DECLARED, b"")
        start, end = rest.index(b"<openbadges:credential"), rest.index(b"</openbadges:credential>") + 24
        assert rest[:start] + rest[end:] in (
            drawing,
            drawing.replace(b" />", b" ></svg>"),
            drawing.replace(b"/>", b"></svg>"),
        )


def test_the_credential_is_the_first_child_in_its_own_namespace() -> None:
    for drawing in (SVG, b'<svg xmlns:openbadges="http://openbadges.org"><g/></svg>'):
        first = parse_xml(bake(drawing, TOKEN))[0]
        assert (first.tag, first.attrib) == ("{https://purl.imsglobal.org/ob/v3p0}credential", {"verify": TOKEN})


def test_baking_twice_is_refused_unless_it_replaces() -> None:
    once = bake(SVG, CREDENTIAL)
    assert _code(once, lambda image: bake(image, TOKEN)) == "already_baked"
    assert bake(once, TOKEN, replace=True) == bake(SVG, TOKEN)


def test_replacing_removes_every_carrier_of_every_version() -> None:
    old = _svg(
        '<o:credential verify="x"/><g/><l:assertion  ><![CDATA[{}]]></l:assertion ><o:credential>{}</o:credential>'
    )
    assert len(unbake(old).carriers) == 3
    assert bake(old, TOKEN, replace=True) == bake(_svg("<g/>"), TOKEN)


@pytest.mark.parametrize(
    ("inside", "text", "form"),
    [
        ("<o:credential>{}</o:credential>", "{}", Form.JSON),
        ("<o:credential> \n {&quot;a&quot;:1} </o:credential>", '{"a":1}', Form.JSON),
        ('<g><g><o:credential verify=" a.b.c "/></g></g>', "a.b.c", Form.JWS),
        ('<o:credential verify=""><![CDATA[{}]]></o:credential>', "{}", Form.JSON),
        ('<l:assertion verify="https://a.example/1">{}</l:assertion>', "{}", Form.JSON),
        ('<l:assertion verify="a.b.c">{}</l:assertion>', "a.b.c", Form.JWS),
        ('<l:assertion verify="https://a.example/1"></l:assertion>', "https://a.example/1", Form.URL),
    ],
)
def test_carriers_of_all_versions_are_read(inside: str, text: str, form: Form) -> None:
    unbaked = unbake(_svg(inside))
    assert (unbaked.single().text, unbaked.single().form, unbaked.media_type) == (text, form, "image/svg+xml")


@pytest.mark.parametrize(
    "inside",
    [
        "<o:credential>{}</o:credential><o:credential>{}</o:credential>",
        "<o:credential>{}</o:credential><l:assertion>{}</l:assertion>",
        '<o:credential verify="a.b.c">{}</o:credential>',
    ],
)
def test_two_credentials_are_refused(inside: str) -> None:
    assert _code(_svg(inside)) == "ambiguous_bake"


@pytest.mark.parametrize(
    "inside", ["", "<o:credential/>", "<credential>{}</credential>", "<o:Credential>{}</o:Credential>"]
)
def test_a_drawing_without_a_credential_says_so(inside: str) -> None:
    with pytest.raises(BakeError) as caught:
        extract(_svg(inside))
    assert caught.value.code == "no_credential_in_image"
    assert caught.value.detail.startswith("There is no credential in this image.")


def test_a_credential_inside_a_credential_is_refused() -> None:
    assert _code(_svg("<o:credential><o:credential>{}</o:credential></o:credential>")) == "malformed_image"


def test_a_body_in_many_pieces_is_read_in_time() -> None:
    image = _svg(f"<o:credential>{'<![CDATA[a]]>' * 500_000}</o:credential>")
    with bounds():
        assert len(unbake(image).single().text) == 500_000


@pytest.mark.parametrize("text", ["", "{\x01}", "{\ud800}", "{\uffff}", "\x0b"])
def test_a_text_that_xml_cannot_hold_is_refused(text: str) -> None:
    assert _code(SVG, lambda image: bake(image, text)) == "bad_credential_text"


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_a_drawing_in_another_encoding_is_read_but_not_baked(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><svg><text>é</text></svg>'
    image = text.encode(encoding)
    assert unbake(image).carriers == ()
    assert _code(image, lambda data: bake(data, TOKEN)) == "unsupported_encoding"
    assert _code(text.encode("ascii", "xmlcharrefreplace"), lambda data: bake(data, TOKEN)) == "unsupported_encoding"


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (b"<svg><g></svg>", "malformed_image"),
        (b"<!DOCTYPE svg [<!ENTITY e 'x'>]><svg>&e;</svg>", "malformed_image"),
        (b'<svg xmlns="urn:other"/>', "malformed_image"),
        (b"<html><svg/></html>", "not_an_image"),
        (b"svg", "not_an_image"),
    ],
)
def test_what_is_no_drawing_is_refused(image: bytes, code: str) -> None:
    assert _code(image) == code
    assert _code(image, lambda data: bake(data, TOKEN)) == code


def test_real_badges_are_read(shared: Callable[[str], Path]) -> None:
    bakery = shared("real/baked-mozilla-bakery/test")
    assert extract((bakery / "baked.svg").read_bytes()) == '{"verify":{"url":"http://example.org"}}'
    assert unbake((bakery / "no-json.svg").read_bytes()).single() == Carrier(
        "openbadges:assertion", "http://example.org"
    )
    assert unbake((bakery / "bad-json.svg").read_bytes()).single().text.startswith("{verify:")
    assert _code((bakery / "unbaked.svg").read_bytes()) == "no_credential_in_image"
    token = shared("real/1edtech-validator-fixtures/vc/ob30/simple-jwt_v1.svg").read_bytes()
    assert unbake(token).single().form is Form.JWS


def test_a_baked_drawing_of_the_bakery_is_found_by_a_plain_reader(shared: Callable[[str], Path]) -> None:
    drawing = shared("real/baked-mozilla-bakery/test/unbaked.svg").read_bytes()
    first = parse_xml(bake(drawing, CREDENTIAL))[0]
    assert first.text == CREDENTIAL
