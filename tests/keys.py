"""Keys of tests, and what Vapi would encrypt with them."""

import base64

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def made():
    """Return a new RSA key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key):
    """Return a private key as text."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def encrypt(key, value):
    """Return what arrives in place of a value (RSA-OAEP-256, base64)."""
    scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    content = value if isinstance(value, bytes) else str(value).encode()
    return base64.b64encode(key.public_key().encrypt(content, scheme)).decode()
