# SPDX-License-Identifier: Apache-2.0
"""What strangers wrote cannot turn, hide or cover what we say."""

from __future__ import annotations

import pytest

from cairn.verification.texts import host_of, isolate, line, paragraph, web_address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada  Example\n", "Ada Example"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("pay\u200bpal\x00", "paypal"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Z" + "\u0300" * 50 + "o", "Z\u0300\u0300o"),
        ("x" * 300, "x" * 199 + "…"),
        (None, ""),
    ],
)
def test_a_line_holds_what_is_seen(text: str | None, shown: str) -> None:
    assert line(text) == shown


def test_a_paragraph_keeps_its_lines() -> None:
    assert paragraph("one\r\n\n two \u2066three") == "one\ntwo three"


def test_only_what_runs_from_the_right_is_isolated() -> None:
    assert isolate("Amara Okafor") == "Amara Okafor"
    assert isolate("أمارا") == "\u2068أمارا\u2069"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://college.example/x?y=1", "https://college.example/x?y=1"),
        ("javascript:alert(1)", ""),
        ("https://good.example@evil.example/", ""),
        ("https://evil.example/\u202e", ""),
        ("https://[", ""),
        ("data:text/html,x", ""),
        (7, ""),
    ],
)
def test_only_plain_web_addresses_become_links(text: object, address: str) -> None:
    assert web_address(text) == address


def test_a_host_in_other_letters_is_shown_as_what_it_is() -> None:
    assert host_of("https://аррӏе.com/login") == "xn--80ak6aa92e.com"
    assert host_of("https://college.example/x") == "college.example"
