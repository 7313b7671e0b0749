# SPDX-License-Identifier: Apache-2.0
"""The pages of known works and of assessors."""
