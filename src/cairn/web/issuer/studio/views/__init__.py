# SPDX-License-Identifier: Apache-2.0
"""The pages of the studio, one file for each thing that somebody comes to do."""
