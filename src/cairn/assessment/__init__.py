# SPDX-License-Identifier: Apache-2.0
"""Assessment: a learner's submission, its evidence, ratings and the decision."""
