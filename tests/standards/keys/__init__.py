# SPDX-License-Identifier: Apache-2.0
"""Tests of cairn.standards.keys and cairn.standards.datetimes."""
