# SPDX-License-Identifier: Apache-2.0
"""The parts that every page is made of: one typed component per thing, drawn by one template or function.

`icons` and `marks` draw single signs (icons, kinds, states, verdicts); `facts`, `figures`, `navigation`, `progress` and
`tables` are values that a view builds and a template tag of `cairn.web.templatetags.components` draws; `formats` writes
money, hours and dates in the reader's language. The page at `/styleguide` shows each in each of its states.
"""
