# SPDX-License-Identifier: Apache-2.0
"""Taking what was awarded by its link, and the status lists that every verifier asks for."""
