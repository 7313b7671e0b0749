# SPDX-License-Identifier: Apache-2.0
"""The pages on which learners speak up, keep their evidence, and are answered."""
