# SPDX-License-Identifier: Apache-2.0
"""The pages, by what is planned or looked into there."""
