"""Keys, signatures and fingerprints: Ed25519, in the forms that openssl reads as well."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from data.settings import Settings
from documents.packages.errors import OutwardError

_HOW = "flask --app app outward key"


def key_path(settings: Settings) -> Path:
    """Where the private key stands."""
    return Path(settings.outward_key) if settings.outward_key else settings.home / "outward" / "key.pem"


def make_key(path: Path) -> Ed25519PrivateKey:
    """A new private key, readable by its owner only; raises ``OutwardError`` where there is one."""
    key = Ed25519PrivateKey.generate()
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise OutwardError(f"已有签名密钥 {path}：换用新密钥会使对方核对不上，确要更换请先移走旧的") from None
    except OSError as error:
        raise OutwardError(f"签名密钥写不到 {path}（{error.strerror}）") from error
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    return key


def read_key(path: Path) -> Ed25519PrivateKey:
    """The private key; raises ``OutwardError`` saying how to make one, or what is wrong with it."""
    try:
        open_to = stat.S_IMODE(path.stat().st_mode) & 0o077
        content = path.read_bytes()
    except FileNotFoundError:
        raise OutwardError(f"没有签名密钥 {path}；生成一个：{_HOW}（位置见 COCKPIT_OUTWARD_KEY）") from None
    except OSError as error:
        raise OutwardError(f"无法读取签名密钥 {path}（{error.strerror}）") from error
    if open_to:
        raise OutwardError(f"签名密钥 {path} 可被他人读写；先收回权限：chmod 600 {path}")
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise OutwardError(f"{path} 不是可用的签名密钥；应为不加口令的 Ed25519 私钥（PEM）") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise OutwardError(f"{path} 不是 Ed25519 私钥；生成一个：{_HOW}")
    return key


def public_pem(key: Ed25519PublicKey) -> bytes:
    """The public key as PEM."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public(content: bytes) -> Ed25519PublicKey:
    """The public key of a PEM; raises ``OutwardError`` where it is none."""
    try:
        key = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise OutwardError("公钥文件已损坏") from error
    if not isinstance(key, Ed25519PublicKey):
        raise OutwardError("公钥不是 Ed25519 公钥")
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the public key (DER, SubjectPublicKeyInfo), in hexadecimal."""
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def holds(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    """Whether ``signature`` is this key's over ``content``."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True
