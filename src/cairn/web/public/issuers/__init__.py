# SPDX-License-Identifier: Apache-2.0
"""Who issues: the page of an organization and its DID document."""
