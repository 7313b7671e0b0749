# SPDX-License-Identifier: Apache-2.0
"""What a person reads about the agreement of raters: a sentence, every figure with its range, and what to beware of."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from cairn.assessment.reliability import FEW_WORKS, Estimate, Measurement, ScopeFigures
from cairn.cli.agreement.choosing import Chosen

_WIDTH: Final = 79
_NAME: Final = 30
_LABELS: Final = {
    "percent_agreement": "Same level",
    "adjacent_agreement": "Within one level",
    "cohen_kappa": "Cohen's kappa",
    "cohen_kappa_linear": "Cohen's kappa, linear weights",
    "cohen_kappa_quadratic": "Cohen's kappa, quadratic weights",
    "fleiss_kappa": "Fleiss' kappa",
    "krippendorff_alpha_nominal": "Krippendorff's alpha, nominal",
    "krippendorff_alpha_ordinal": "Krippendorff's alpha, ordinal",
    "krippendorff_alpha_interval": "Krippendorff's alpha, interval",
    "gwet_ac1": "Gwet's AC1",
    "gwet_ac2": "Gwet's AC2, quadratic weights",
    "icc": "ICC(1,1), one-way random",
}
_LUCK: Final = (
    "Kappa, alpha and AC take away the agreement that luck alone would give: 0 is luck, 1 is full agreement. "
    "Weights make big gaps cost more than small ones."
)


def tell(measurement: Measurement, chosen: Chosen) -> Iterator[str]:
    """Say what was found, in lines of at most eighty characters."""
    yield from _wrap(" ".join(_sentences(measurement.all, chosen)))
    yield ""
    yield from _all_figures(measurement.all, measurement.draws)
    yield ""
    yield from _criteria(measurement)
    yield ""
    yield from _wrap(_LUCK)
    yield from _wrap(_few(measurement))
    if chosen.left_out:
        yield from _wrap(f"Left out: {', '.join(chosen.left_out)}. Choose one with --achievement.")


def _sentences(figures: ScopeFigures, chosen: Chosen) -> Iterator[str]:
    if chosen.achievements:
        yield f"{', '.join(chosen.achievements)}."
    works = "1 work was" if figures.n_works == 1 else f"{figures.n_works:,} works were"
    pairs = "1 pair" if figures.n_pairs == 1 else f"{figures.n_pairs:,} pairs"
    yield f"{works} rated by two or more raters, which gives {pairs} of levels."
    same, near = figures.percent_agreement.value, figures.adjacent_agreement.value
    if same is not None and near is not None:
        yield f"Two raters give the same level {_in_hundred(same)}, and are within one level {_in_hundred(near)}."


def _in_hundred(share: float) -> str:
    """Say a share in words; only what is always or never so becomes 100 or 0."""
    rounded = round(100 * share)
    return f"{rounded if share in (0, 1) else min(99, max(1, rounded))} times in 100"


def _all_figures(figures: ScopeFigures, draws: int) -> Iterator[str]:
    """Yield a line for each figure, and below them why some have no value or no range."""
    reasons: dict[str, int] = {}
    yield f"{'All criteria together':36}{'value':>6}   95 % range, {draws:,} draws of works"
    for name, figure in figures.figures().items():
        note = reasons.setdefault(figure.undefined, len(reasons) + 1) if figure.undefined else 0
        yield f"  {_LABELS[name]:34}{_value(figure):>6}   {_range(figure)}{f'see {note}' if note else ''}"
    for reason, note in reasons.items():
        yield from wrap(reason, _WIDTH, initial_indent=f"  {note}  ", subsequent_indent="     ")


def _criteria(measurement: Measurement) -> Iterator[str]:
    """Yield a line for each criterion; a name too long for its column stands on a line of its own."""
    wide = min(_NAME, max(len("By criterion"), *(len(name) + 2 for name in measurement.criteria)))
    yield f"{'By criterion':{wide}}{'works':>7}{'same level':>12}   alpha, ordinal (95 % range)"
    for name, figures in measurement.criteria.items():
        alpha = figures.krippendorff_alpha_ordinal
        ends = f"({_range(alpha)})" if alpha.low is not None else ""
        line = f"{figures.n_works:>7,}{_value(figures.percent_agreement):>12}   {_value(alpha):>5} {ends}".rstrip()
        if len(name) + 2 > wide:
            yield f"  {name}"
            yield f"{'':{wide}}{line}"
        else:
            yield f"  {name:{wide - 2}}{line}"


def _value(figure: Estimate) -> str:
    return "-" if figure.value is None else f"{figure.value:z.2f}"


def _range(figure: Estimate) -> str:
    return "" if figure.low is None or figure.high is None else f"{figure.low:z.2f} to {figure.high:z.2f}"


def _few(measurement: Measurement) -> str:
    """Warn of ranges that rest on too few works. They are there all the same, so that one sees how little is known."""
    if measurement.all.is_few:
        return f"Below {FEW_WORKS} works, the ranges are not to be relied on. Have more works rated twice."
    few = [name for name, figures in measurement.criteria.items() if figures.is_few]
    if few:
        return f"Below {FEW_WORKS} works, ranges are not to be relied on. So it is with: {', '.join(few)}."
    return ""


def _wrap(text: str) -> list[str]:
    return wrap(text, _WIDTH, break_on_hyphens=False)
