# SPDX-License-Identifier: Apache-2.0
"""Checking a credential, and the page of a credential."""
