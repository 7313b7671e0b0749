# SPDX-License-Identifier: Apache-2.0
"""People and the identifiers by which they are known."""
