# SPDX-License-Identifier: Apache-2.0
"""Text encodings of bytes and the strict reading and canonical writing of JSON."""

from cairn.standards.codecs.base58 import decode_base58btc, encode_base58btc
from cairn.standards.codecs.base64url import decode_base64url, encode_base64url
from cairn.standards.codecs.jcs import canonicalize_jcs
from cairn.standards.codecs.multibase import decode_multibase, encode_multibase
from cairn.standards.codecs.multikey import Multikey, decode_multikey, encode_multikey
from cairn.standards.codecs.strict_json import JsonLimits, dump_json, parse_json, parse_json_object

__all__ = [
    "JsonLimits",
    "Multikey",
    "canonicalize_jcs",
    "decode_base58btc",
    "decode_base64url",
    "decode_multibase",
    "decode_multikey",
    "dump_json",
    "encode_base58btc",
    "encode_base64url",
    "encode_multibase",
    "encode_multikey",
    "parse_json",
    "parse_json_object",
]
