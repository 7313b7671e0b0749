# SPDX-License-Identifier: Apache-2.0
"""Verification: the doors through which a credential is checked."""
