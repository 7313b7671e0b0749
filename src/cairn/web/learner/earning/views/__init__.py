# SPDX-License-Identifier: Apache-2.0
"""The pages of earning, by what the learner does there."""
