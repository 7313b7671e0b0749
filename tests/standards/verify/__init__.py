# SPDX-License-Identifier: Apache-2.0
"""Tests of the one door: what is verified, what is said, and why."""
