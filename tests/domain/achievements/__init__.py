# SPDX-License-Identifier: Apache-2.0
"""Tests of achievements: definitions, versions and what is made of them."""
