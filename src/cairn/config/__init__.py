# SPDX-License-Identifier: Apache-2.0
"""The Django project: settings from the environment alone, the URL table and the WSGI entry point."""
