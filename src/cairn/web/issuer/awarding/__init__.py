# SPDX-License-Identifier: Apache-2.0
"""Awarding, and what was awarded."""
