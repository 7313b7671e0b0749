# SPDX-License-Identifier: Apache-2.0
"""The wallet: what a learner holds and whom they show it to."""
