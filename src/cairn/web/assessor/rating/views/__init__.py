# SPDX-License-Identifier: Apache-2.0
"""The pages of rating, by what the assessor does there."""
