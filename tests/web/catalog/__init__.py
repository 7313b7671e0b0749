# SPDX-License-Identifier: Apache-2.0
"""Tests of the catalog and of the public page of an achievement."""
