# SPDX-License-Identifier: Apache-2.0
"""Why a figure cannot be had, each reason one sentence, so that pages can say it in other languages."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a figure or its interval is undefined; the value is the sentence for people who read English."""

    NOTHING_COMPARED = "No work was rated by two raters, so there is nothing to compare."
    MORE_THAN_TWO = "A work has more than two raters, and Cohen's kappa compares two. Read Krippendorff's alpha."
    ONE_LEVEL = "All ratings that count here are at one level, so agreement cannot be told from chance."
    ONE_UNIT = "It compares works with each other, and only one was rated."
    NO_INTERVAL_ONE_WORK = "Only one work was rated by two raters, so there is no range to give."
    NO_INTERVAL_UNSTABLE = "In more than 5 of 100 draws of these works the figure is undefined, so there is no range."
