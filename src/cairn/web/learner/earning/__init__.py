# SPDX-License-Identifier: Apache-2.0
"""Applying and handing in evidence."""
