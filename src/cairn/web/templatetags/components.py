# SPDX-License-Identifier: Apache-2.0
"""Template tags, one per component. A tag only passes on: `cairn.web.components` and `components/*.html` draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final, cast

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cairn.achievements.drawing import BadgeDesign, draw_badge
from cairn.achievements.kinds import Kind
from cairn.standards.verify import Verdict
from cairn.web.components import facts, icons, marks, navigation, progress
from cairn.web.components.facts import Fact, FactsCard, Figure
from cairn.web.components.marks import Words
from cairn.web.components.navigation import NavItem
from cairn.web.components.progress import Segment, Step
from cairn.web.components.tables import Column
from cairn.web.forms import draw_field

register = template.Library()

_TONES: Final = {"success": "good", "warning": "note", "error": "bad"}

register.simple_tag(icons.draw_icon, name="icon")
register.simple_tag(marks.draw_kind, name="kind")
register.simple_tag(marks.draw_status, name="status")
register.simple_tag(marks.draw_verdict_status, name="verdict_status")
register.simple_tag(facts.draw_blank, name="blank")
register.filter("or_blank", facts.or_blank)
register.simple_tag(progress.draw_range, name="range")
register.simple_tag(progress.draw_progress, name="progress")


@register.simple_tag
def mark() -> SafeString:
    """Draw Cairn's mark."""
    return icons.MARK


@register.simple_tag(takes_context=True)
def badge(
    context: Context,
    name: Words,
    kind: str,
    hue: int | None = None,
    size: str = "",
    *,
    shown: Words = "",
    label: Words = "",
) -> SafeString:
    """Draw an achievement's badge; sizes are "s", "m", or as wide as its place. Without a label it is decoration."""
    page = cast("dict[str, Iterator[int]]", context.render_context.dicts[0])
    numbers = page.setdefault("badge_numbers", count(1))
    design = BadgeDesign(str(name), Kind(kind), hue, shown=str(shown), size_class=size, small=size == "s")
    return mark_safe(draw_badge(design, ids=str(next(numbers)), label=str(label)))  # noqa: S308  # escaped where it is drawn


@register.filter
def tone(message: Message) -> str:
    """Say how a message of Django's feels."""
    return _TONES.get(message.level_tag, "open")


@register.inclusion_tag("components/saved.html")
def saved(at: datetime | None = None, *, push: bool = True) -> dict[str, object]:
    """Draw the line in which a form that saves itself says so; one a page."""
    return {"at": at, "push": push}


@register.simple_tag
def bar(segments: Sequence[Segment], label: Words = "", *, tall: bool = True) -> SafeString:
    """Draw counts as parts of one bar."""
    return progress.draw_bar(segments, label=label, tall=tall)


@register.inclusion_tag("components/facts_card.html")
def facts_card(card: FactsCard, heading_id: str = "facts") -> dict[str, object]:
    """Draw the card of facts that is the same for every credential."""
    return {"card": card, "heading_id": heading_id}


@register.inclusion_tag("components/fact_list.html")
def fact_list(items: Sequence[Fact]) -> dict[str, object]:
    """Draw a list of facts."""
    return {"items": items}


@register.inclusion_tag("components/stats.html")
def stats(figures: Sequence[Figure]) -> dict[str, object]:
    """Draw big numbers: what each counts, the number, how sure."""
    return {"figures": figures}


@register.inclusion_tag("components/trail.html")
def trail(steps: Sequence[Step]) -> dict[str, object]:
    """Draw what happened, or the parts of a task, as a way from top to bottom."""
    return {"steps": steps}


@register.inclusion_tag("components/waymarks.html")
def waymarks(steps: Sequence[Step]) -> dict[str, object]:
    """Draw few steps beside each other, from here to the end."""
    return {"steps": steps}


@register.inclusion_tag("components/nav.html", takes_context=True)
def site_nav(context: Context) -> dict[str, object]:
    """Draw the menu of the page's head: the workplace's, or the public one; `nav_items` replaces either."""
    workplace = context.get("workplace")
    items = context.get("nav_items") or (workplace.items if workplace else navigation.PUBLIC_ITEMS)
    return {"items": _marked(context, items)}


@register.inclusion_tag("components/account.html", takes_context=True)
def account_menu(context: Context) -> dict[str, object]:
    """Draw the person's menu, or the way to sign in; `account_items` in the context replaces the usual items."""
    return {"user": context.get("user"), "items": context.get("account_items") or navigation.ACCOUNT_ITEMS}


@register.inclusion_tag("components/tabs.html", takes_context=True)
def tabs(context: Context, items: Sequence[NavItem], label: Words) -> dict[str, object]:
    """Draw the parts of one thing as tabs; each is a page of its own."""
    return {"items": _marked(context, items), "label": label}


@register.inclusion_tag("components/crumbs.html")
def crumbs(items: Sequence[NavItem]) -> dict[str, object]:
    """Draw the way back up; the page itself is not part of it."""
    return {"items": items}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], label: Words = "", name: str = "page") -> dict[str, object]:
    """Draw the way through a long list; the rest of the address stays as it is. `name` is what the page is called."""
    return {
        "page": page,
        "ahead": min(page.paginator.per_page, page.paginator.count - page.end_index()),
        "before": _address(context, name, page.number - 1),
        "after": _address(context, name, page.number + 1),
        "label": label or gettext("Pages"),
    }


def _address(context: Context, name: str, number: int) -> str:
    """Return the address of another page of a list, from the one that is open."""
    asked = context["request"].GET.copy()
    asked[name] = str(number)
    return f"?{asked.urlencode()}"


@register.inclusion_tag("components/copy_field.html")
def copy_field(label: Words, value: str, field_id: str = "copy") -> dict[str, object]:
    """Draw a text to copy; without scripts it can be selected by hand."""
    return {"label": label, "value": value, "field_id": field_id}


@register.simple_tag
def field(bound: BoundField, hint: Words = "", label: Words = "") -> SafeString:
    """Draw a field of a form with its label, hint, error and count; `{{ form }}` draws all of them."""
    return draw_field(bound, hint=hint, label=label)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm, *, focus: bool = True) -> dict[str, object]:
    """Draw, at the top of a form, what has to be put right, each line a link to its field; reading starts there."""
    return {"form": form, "focus": focus}


@register.simple_tag
def button(label: Words, look: str = "", name: str = "", value: str = "", *, disabled: bool = False) -> SafeString:
    """Draw a button that sends its form; `look` is primary, plain, danger, small, or two of them."""
    words = {"label": label, "look": look, "name": name, "value": value, "disabled": disabled}
    return render_to_string("components/button.html", words)


@register.simple_tag
def action(label: Words, url: str, look: str = "") -> SafeString:
    """Draw a link that looks like a button, because it starts something."""
    return render_to_string("components/action.html", {"label": label, "url": url, "look": look})


@register.simple_block_tag
def notice(content: str, tone: str = "open", title: Words = "", role: str = "") -> SafeString:
    """Draw a notice around what it says; tones are good, note, open, bad and next."""
    return render_to_string("components/notice.html", {"content": content, "tone": tone, "title": title, "role": role})


@register.simple_block_tag
def fold(content: str, summary: Words, aside: Words = "", *, is_open: bool = False) -> SafeString:
    """Draw something that unfolds."""
    values = {"content": content, "summary": summary, "aside": aside, "is_open": is_open}
    return render_to_string("components/fold.html", values)


@register.simple_block_tag
def verdict(content: str, answer: str, heading: Words, *, inset: bool = False, words: Words = "") -> SafeString:
    """Draw a verdict: its mark and first words, the sentence, then what the block says.

    Raises ValueError for a verdict that there is none of.
    """
    known = Verdict(answer)
    look = marks.VERDICTS[known]
    values = {"content": content, "verdict": known, "look": look, "words": words or look.words}
    return render_to_string("components/verdict.html", values | {"heading": heading, "inset": inset})


@register.simple_block_tag
def empty_state(content: str, title: Words, icon: str = "", tone: str = "", level: int = 2) -> SafeString:
    """Draw what stands where nothing is yet, or where something is closed; the block holds a sentence and an action."""
    values = {"content": content, "title": title, "icon": icon, "tone": tone, "level": level}
    return render_to_string("components/empty_state.html", values)


@register.simple_block_tag
def workbar(content: str, title: Words, about: Words = "") -> SafeString:
    """Draw the bar of a work page, where its state is always seen; the block holds the state and small actions."""
    return render_to_string("components/workbar.html", {"content": content, "title": title, "about": about})


@register.simple_block_tag
def table(
    content: str, caption: Words, columns: Sequence[Column], look: str = "", *, show_caption: bool = False
) -> SafeString:
    """Draw a table around its rows; `look` adds calm, tight, rubric or pad. On a phone the rows fold."""
    values = {"content": content, "caption": caption, "columns": columns, "look": look, "show_caption": show_caption}
    return render_to_string("components/table.html", values)


@register.simple_block_tag
def confirm(content: str, label: Words, look: str = "danger") -> SafeString:
    """Draw a button that first unfolds what it would do; the block holds the sentence and the form that does it."""
    return render_to_string("components/confirm.html", {"content": content, "label": label, "look": look})


def _marked(context: Context, items: Sequence[NavItem]) -> list[tuple[NavItem, bool]]:
    """Pair each item with whether the page stands under it; of nested sections the longest wins."""
    request = context.get("request")
    path = request.path if request else ""
    here = [item for item in items if item.is_current(path)]
    nearest = max(here, key=lambda item: (bool(item.current), item.reach(path)), default=None)
    return [(item, item is nearest) for item in items]
