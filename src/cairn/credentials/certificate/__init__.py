# SPDX-License-Identifier: Apache-2.0
"""A credential as a page for people: PDF/A-3a, accessible, with the signed credential attached.

::

    facts    what stands on the page, and the words around it in the holder's language
    render   the page itself, set by `certificate.typ`
"""

from cairn.credentials.certificate.facts import CertificateFacts
from cairn.credentials.certificate.render import render_certificate

__all__ = ["CertificateFacts", "render_certificate"]
