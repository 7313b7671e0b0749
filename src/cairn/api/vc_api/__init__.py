# SPDX-License-Identifier: Apache-2.0
"""The VC API, the door that conformance suites knock at; off unless `CAIRN_VC_API=1`.

It differs from the product's own verification in two ways that the suites ask for: the issuer of a credential need
not be the one that its key belongs to, and contexts written inside a credential are allowed. So it never decides about
trust.
Source: Verifiable Credentials API (W3C CCG), the issuer, verifier and holder services.
"""

from cairn.api.vc_api.views import vc_api

__all__ = ["vc_api"]
