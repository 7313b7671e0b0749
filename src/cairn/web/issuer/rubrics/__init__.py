# SPDX-License-Identifier: Apache-2.0
"""The rubrics that an organization keeps to use again, and those of the bank."""
