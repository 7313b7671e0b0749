# SPDX-License-Identifier: Apache-2.0
"""`cairn bake` and `cairn unbake`: into an image, out of it, and verified on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from cairn.cli.tour_data.badge import draw_badge
from tests.cli.college import College, names_in, read_json

SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'
IMAGES: Final = ("badge.png", "badge.svg")


@pytest.fixture
def credential(college: College) -> str:
    """A signed credential beside two images."""
    college.write("badge.png", draw_badge())
    college.write("badge.svg", SVG)
    college.issue()
    return f"badges/{college.files()[0].name}"


@pytest.mark.parametrize("image", IMAGES)
def test_a_baked_image_verifies_and_gives_back_what_was_put_in(image: str, credential: str, college: College) -> None:
    baked = f"baked{Path(image).suffix}"
    ended = college.run("bake", image, credential, "--out", baked)
    size, before = len(Path(baked).read_bytes()), len(Path(image).read_bytes())
    assert ended.output == (
        f"{baked} carries the credential now: {size:,} bytes, {size - before:,} more than the image.\n"
    )
    assert college.verify(baked).output.startswith(f"✓ Verified: {baked}\n")
    told = college.run("unbake", baked, "--out", "out.json").output
    assert told == "out.json holds the credential now. Verify it with `cairn verify out.json`.\n"
    assert Path("out.json").read_bytes() == Path(credential).read_bytes()
    shown = college.run("unbake", baked).output
    assert shown == Path(credential).read_text(encoding="utf-8") + "\n"


@pytest.mark.parametrize("image", IMAGES)
def test_a_token_can_be_baked_too(image: str, credential: str, college: College) -> None:
    college.issue("--suite", "vc-jwt", out="tokens")
    token = college.files("tokens")[0]
    college.run("bake", image, token, "--out", "baked")
    assert college.verify("baked").output.startswith("✓ Verified: baked\n")
    (carrier,) = college.run("unbake", "baked", "--json").report["carriers"]
    assert (carrier["form"], carrier["text"]) == ("jws", token.read_text(encoding="utf-8").strip())


def test_the_report_for_programs_has_the_documented_form(credential: str, college: College) -> None:
    college.run("bake", "badge.png", credential, "--out", "baked.png")
    report = college.run("unbake", "baked.png", "--json").report
    assert list(report) == ["media_type", "carriers", "notes"]
    (carrier,) = report["carriers"]
    assert {name: carrier[name] for name in ("name", "form")} == {"name": "openbadgecredential", "form": "json"}
    assert (report["media_type"], report["notes"]) == ("image/png", [])


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_without_a_credential_ends_with_one_either_way(image: str, credential: str, college: College) -> None:
    ended = college.run("unbake", image, "--out", "out.json", ends=1)
    sentence = f"There is no credential in this image: {image}. Ask for the original; many editors remove it."
    assert (ended.output, ended.errors) == ("", f"cairn: {sentence}\n")
    assert not Path("out.json").exists()
    assert college.run("unbake", image, "--json", ends=1).report["carriers"] == []


def test_an_image_with_two_is_shown_and_not_chosen_from(credential: str, college: College) -> None:
    college.run("bake", "badge.svg", credential, "--out", "baked.svg")
    text = Path("baked.svg").read_text(encoding="utf-8")
    begins, ends = text.index("<openbadges:credential"), text.index("</openbadges:credential>") + 24
    college.write("two.svg", text[:ends] + text[begins:ends] + text[ends:])
    ended = college.run("unbake", "two.svg", "--out", "out.json", ends=1)
    assert ended.errors == (
        "cairn: two.svg carries 2 credentials, and nobody can say which one counts; --json shows them all.\n"
    )
    assert not Path("out.json").exists()
    assert len(college.run("unbake", "two.svg", "--json", ends=1).report["carriers"]) == 2
    college.verify("two.svg", ends=1)


def test_a_baked_image_is_only_baked_again_on_request(credential: str, college: College) -> None:
    other = str(college.files()[1])
    college.run("bake", "badge.png", credential, "--out", "baked.png")
    before = names_in(college.cairn.folder)
    ended = college.run("bake", "baked.png", other, "--out", "again.png", ends=2)
    assert ended.errors == "cairn: This image already carries a credential. Bake the original image.\n"
    assert names_in(college.cairn.folder) == before
    college.run("bake", "baked.png", other, "--out", "again.png", "--replace")
    (carrier,) = college.run("unbake", "again.png", "--json").report["carriers"]
    assert carrier["text"] == Path(other).read_text(encoding="utf-8")


NOT_BAKED: Final = {
    ("badge.png", "key.json"): "key.json is not a signed credential, and nothing else goes into an image",
    ("badge.png", "unsigned.json"): "unsigned.json is not a signed credential, and nothing else goes into an image",
    ("badge.png", "did.json"): "did.json is not a signed credential, and nothing else goes into an image",
    ("badge.png", "class.csv"): "class.csv is not a credential: ",
    ("badge.png", "badge.svg"): "badge.svg is not a credential: There is no credential in this image.",
    ("badge.png", "baked.png"): "baked.png is itself an image. Name the credential as JSON or JWT.",
    ("class.csv", "first.json"): "Only PNG and SVG images can carry a credential.",
    ("none.png", "first.json"): "none.png cannot be read: No such file or directory. Check the name.",
    ("badge.png", "none.json"): "none.json cannot be read: No such file or directory. Check the name.",
}


@pytest.mark.parametrize("arguments", NOT_BAKED, ids=" ".join)
def test_what_does_not_belong_into_an_image_is_refused(
    arguments: tuple[str, str], credential: str, college: College
) -> None:
    college.write("first.json", Path(credential).read_bytes())
    unsigned = read_json(Path(credential))
    del unsigned["proof"]
    college.write("unsigned.json", str(unsigned).replace("'", '"').replace("False", "false").replace("True", "true"))
    college.run("bake", "badge.png", credential, "--out", "baked.png")
    before = names_in(college.cairn.folder)
    ended = college.run("bake", *arguments, "--out", "new.png", ends=2)
    assert (ended.output, ended.errors.count("\n")) == ("", 1)
    assert ended.errors.startswith(f"cairn: {NOT_BAKED[arguments]}")
    assert names_in(college.cairn.folder) == before


def test_what_is_no_image_is_not_unbaked(college: College) -> None:
    ended = college.run("unbake", "class.csv", ends=2)
    assert ended.errors == "cairn: Only PNG and SVG images can carry a credential; this file is neither.\n"
