# SPDX-License-Identifier: Apache-2.0
"""Keys of four kinds: they sign and verify as the RFCs say, and refuse what is almost a signature."""

from __future__ import annotations

from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.codecs import encode_multibase
from cairn.standards.errors import CodecError, ProofError
from cairn.standards.keys import KeyKind, PublicKey, SecretKey

# RFC 8032 §7.1, test 1: an empty message.
RFC8032_SECRET = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
RFC8032_PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
RFC8032_SIGNATURE = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)
# RFC 6979 §A.2.5 and §A.2.6: the message "sample" with SHA-256 and SHA-384.
RFC6979 = {
    KeyKind.P256: (
        "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
        (
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
            "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
        ),
    ),
    KeyKind.P384: (
        "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
        (
            "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46"
            "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8"
        ),
    ),
}
SEED_BYTES = {KeyKind.ED25519: 32, KeyKind.P256: 32, KeyKind.P384: 48}
SIGNATURE_BYTES = {KeyKind.ED25519: 64, KeyKind.P256: 64, KeyKind.P384: 96, KeyKind.RSA: 256}
ORDERS = {
    KeyKind.ED25519: 2**252 + 27742317777372353535851937790883648493,
    KeyKind.P256: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    KeyKind.P384: int("F" * 48 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
}


@cache
def key_of(kind: KeyKind) -> SecretKey:
    """Return the one key of a kind that these tests sign with."""
    if kind is KeyKind.RSA:
        crypto = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return SecretKey.from_rsa(crypto, verification_method="https://issuer.example/#rsa")
    return SecretKey.from_seed(kind, bytes(range(1, SEED_BYTES[kind] + 1)))


def refuses(key: PublicKey, signature: bytes, data: bytes) -> bool:
    """Say whether the key refuses a signature, for the one reason there is."""
    try:
        key.verify(signature, data)
    except ProofError as error:
        return error.code == "invalid_signature"
    return False


def test_rfc_8032_test_1_is_reproduced() -> None:
    key = SecretKey.from_seed(KeyKind.ED25519, RFC8032_SECRET)
    assert key.public_key.to_raw() == RFC8032_PUBLIC
    assert key.sign(b"") == RFC8032_SIGNATURE
    PublicKey.from_raw(KeyKind.ED25519, RFC8032_PUBLIC).verify(RFC8032_SIGNATURE, b"")


@pytest.mark.parametrize(("kind", "vector"), RFC6979.items())
def test_rfc_6979_is_reproduced(kind: KeyKind, vector: tuple[str, str]) -> None:
    secret, signature = map(bytes.fromhex, vector)
    key = SecretKey.from_seed(kind, secret)
    assert key.sign(b"sample") == signature
    key.public_key.verify(signature, b"sample")


@pytest.mark.parametrize("kind", KeyKind)
def test_a_signature_verifies_and_has_its_length(kind: KeyKind) -> None:
    key = key_of(kind)
    signature = key.sign(b"data")
    assert len(signature) == SIGNATURE_BYTES[kind]
    assert key.sign(b"data") == signature
    key.public_key.verify(signature, b"data")


@pytest.mark.parametrize("kind", KeyKind)
@given(data=st.binary(max_size=64), flip=st.integers(min_value=0))
@settings(max_examples=25, deadline=None)
def test_a_flipped_bit_is_refused(kind: KeyKind, data: bytes, flip: int) -> None:
    key = key_of(kind)
    signature = bytearray(key.sign(data))
    position = flip % (8 * len(signature))
    signature[position // 8] ^= 1 << position % 8
    assert refuses(key.public_key, bytes(signature), data)
    assert refuses(key.public_key, key.sign(data), data + b"\x00")


@pytest.mark.parametrize("kind", KeyKind)
def test_a_signature_of_another_length_is_refused(kind: KeyKind) -> None:
    key, signature = key_of(kind).public_key, key_of(kind).sign(b"data")
    for wrong in (b"", signature[:-1], signature + b"\x00", b"\x00" + signature, signature * 2):
        assert refuses(key, wrong, b"data")


@pytest.mark.parametrize("kind", KeyKind)
def test_the_key_of_somebody_else_does_not_verify(kind: KeyKind) -> None:
    other = {
        KeyKind.RSA: lambda: SecretKey.from_rsa(rsa.generate_private_key(65537, 2048), verification_method="x"),
    }.get(kind, lambda: SecretKey.from_seed(kind, bytes(SEED_BYTES[kind] - 1) + b"\x07"))()
    assert refuses(other.public_key, key_of(kind).sign(b"data"), b"data")


def test_ed25519_signatures_cannot_be_made_over() -> None:
    """S and S + L satisfy the same equation; only the smaller is a signature (RFC 8032 §5.1.7)."""
    key = key_of(KeyKind.ED25519)
    signature = key.sign(b"data")
    s = int.from_bytes(signature[32:], "little") + ORDERS[KeyKind.ED25519]
    assert refuses(key.public_key, signature[:32] + s.to_bytes(32, "little"), b"data")


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
def test_ecdsa_numbers_must_lie_in_their_range(kind: KeyKind) -> None:
    key, size, order = key_of(kind), SEED_BYTES[kind], ORDERS[kind]
    signature = key.sign(b"data")
    r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    largest = 2 ** (8 * size) - 1
    wrong = [(0, 0), (0, s), (r, 0), (1, 0), (0, 1), (order, s), (r, order), (order, order), (largest, largest), (s, r)]
    for numbers in wrong:
        forged = b"".join(number.to_bytes(size, "big") for number in numbers)
        assert refuses(key.public_key, forged, b"data"), numbers


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
def test_a_signature_in_der_is_refused(kind: KeyKind) -> None:
    crypto = key_of(kind).crypto
    assert isinstance(crypto, ec.EllipticCurvePrivateKey)
    from cryptography.hazmat.primitives import hashes

    digest = hashes.SHA256() if kind is KeyKind.P256 else hashes.SHA384()
    assert refuses(key_of(kind).public_key, crypto.sign(b"data", ec.ECDSA(digest)), b"data")


@pytest.mark.parametrize("kind", SEED_BYTES)
def test_keys_go_there_and_back_as_multikey(kind: KeyKind) -> None:
    key = key_of(kind)
    assert SecretKey.from_multikey(key.to_multikey()).sign(b"data") == key.sign(b"data")
    public = PublicKey.from_multikey(key.public_key.to_multikey())
    assert (public.kind, public.to_raw()) == (kind, key.public_key.to_raw())
    assert PublicKey.from_raw(kind, public.to_raw()).to_multikey() == public.to_multikey()


@given(st.sampled_from(sorted(SEED_BYTES)), st.binary(min_size=48, max_size=48))
@settings(max_examples=50, deadline=None)
def test_any_key_signs_and_verifies(kind: KeyKind, seed: bytes) -> None:
    key = SecretKey.from_seed(kind, b"\x01" + seed[1 : SEED_BYTES[kind]])
    signature = key.sign(seed)
    PublicKey.from_multikey(key.public_key.to_multikey()).verify(signature, seed)
    assert SecretKey.from_multikey(key.to_multikey()).public_key.to_raw() == key.public_key.to_raw()


def test_a_key_goes_by_its_own_did_unless_it_is_named() -> None:
    seed = bytes(range(1, 33))
    named = SecretKey.from_seed(KeyKind.P256, seed, verification_method="did:web:issuer.example#a")
    multikey = named.public_key.to_multikey()
    assert named.verification_method == "did:web:issuer.example#a"
    assert SecretKey.from_seed(KeyKind.P256, seed).verification_method == f"did:key:{multikey}#{multikey}"
    again = SecretKey.from_multikey(named.to_multikey(), verification_method="did:web:issuer.example#b")
    assert again.verification_method == "did:web:issuer.example#b"


def test_the_secret_is_not_shown() -> None:
    assert repr(key_of(KeyKind.ED25519)).endswith(
        f"verification_method={key_of(KeyKind.ED25519).verification_method!r})"
    )
    assert repr(key_of(KeyKind.ED25519).public_key) == "PublicKey(kind=<KeyKind.ED25519: 'Ed25519'>)"


@pytest.mark.parametrize(
    ("kind", "seed"),
    [
        (KeyKind.ED25519, bytes(31)),
        (KeyKind.ED25519, bytes(33)),
        (KeyKind.P256, b"\x01" * 31),
        (KeyKind.P256, b"\x00" + b"\x01" * 32),
        (KeyKind.P256, b"\x01" * 48),
        (KeyKind.P256, bytes(32)),
        (KeyKind.P256, ORDERS[KeyKind.P256].to_bytes(32, "big")),
        (KeyKind.P384, b"\x01" * 32),
        (KeyKind.P384, bytes(48)),
        (KeyKind.P384, b"\xff" * 48),
        (KeyKind.P384, b""),
        (KeyKind.RSA, bytes(32)),
    ],
)
def test_what_is_no_secret_key_is_refused(kind: KeyKind, seed: bytes) -> None:
    with pytest.raises(CodecError) as refused:
        SecretKey.from_seed(kind, seed)
    assert refused.value.code == "invalid_key"


_P256_POINT = key_of(KeyKind.P256).public_key.to_raw()


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (KeyKind.ED25519, bytes(31)),
        (KeyKind.ED25519, bytes(33)),
        (KeyKind.P256, b""),
        (KeyKind.P256, b"\x00"),
        (KeyKind.P256, _P256_POINT[1:]),
        (KeyKind.P256, b"\x05" + _P256_POINT[1:]),
        (KeyKind.P256, b"\x02" + b"\xff" * 32),
        (KeyKind.P256, b"\x02" + bytes(31) + b"\x01"),
        (KeyKind.P256, b"\x04" + bytes(63) + b"\x01"),
        (KeyKind.P384, _P256_POINT),
        (KeyKind.P256, key_of(KeyKind.P384).public_key.to_raw()),
        (KeyKind.RSA, bytes(32)),
    ],
)
def test_what_is_no_public_key_is_refused(kind: KeyKind, raw: bytes) -> None:
    with pytest.raises(CodecError) as refused:
        PublicKey.from_raw(kind, raw)
    assert refused.value.code == "invalid_key"


def test_a_point_is_read_in_both_forms() -> None:
    crypto = key_of(KeyKind.P256).public_key.crypto
    assert isinstance(crypto, ec.EllipticCurvePublicKey)
    point = crypto.public_numbers()
    uncompressed = b"\x04" + point.x.to_bytes(32, "big") + point.y.to_bytes(32, "big")
    assert PublicKey.from_raw(KeyKind.P256, uncompressed).to_raw() == _P256_POINT


def test_a_multikey_off_the_curve_is_refused() -> None:
    with pytest.raises(CodecError) as refused:
        PublicKey.from_multikey(encode_multibase(b"\x80\x24\x02" + b"\xff" * 32))
    assert refused.value.code == "invalid_key"


def test_a_secret_key_is_no_public_key_and_the_other_way_round() -> None:
    key = key_of(KeyKind.ED25519)
    with pytest.raises(CodecError) as secret:
        PublicKey.from_multikey(key.to_multikey())
    with pytest.raises(CodecError) as public:
        SecretKey.from_multikey(key.public_key.to_multikey())
    assert (secret.value.code, public.value.code) == ("secret_key", "not_a_secret_key")


def test_an_rsa_key_has_no_multikey() -> None:
    key = key_of(KeyKind.RSA)
    assert key.verification_method == "https://issuer.example/#rsa"
    for write in (key.to_multikey, key.public_key.to_multikey):
        with pytest.raises(CodecError) as refused:
            write()
        assert refused.value.code == "unknown_key_kind"
    assert key.public_key.to_raw()[:2] == b"\x30\x82"


def test_a_weak_rsa_key_is_refused() -> None:
    crypto = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    with pytest.raises(ProofError) as refused:
        SecretKey.from_rsa(crypto, verification_method="x")
    assert refused.value.code == "weak_key"
    assert refused.value.detail == "An RSA key of 1024 bits is too weak; 2048 is the least."
