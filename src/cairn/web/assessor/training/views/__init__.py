# SPDX-License-Identifier: Apache-2.0
"""The pages of training, by what one does there."""
