# SPDX-License-Identifier: Apache-2.0
"""The ground floor: everything a published standard defines, one folder per standard.

Nothing here reads a clock, opens a socket, touches a database or draws randomness that is not
passed in, so every result can be reproduced from its arguments.
"""
