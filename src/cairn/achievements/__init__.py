# SPDX-License-Identifier: Apache-2.0
"""Achievements: what can be earned, in versions that never change once published."""
