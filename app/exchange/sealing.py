"""Packages under a password, in the age format (age-encryption.org/v1).

This keeps a package from whoever finds it on the way. It is no protection for state secrets, and the program says so.
"""

from __future__ import annotations

import importlib.util

from app.errors import ExportError, ImportFileError

MARK = b"age-encryption.org/v1"
SHORTEST = 8  # characters of a password
_MISSING = "这个程序没有带上加密部件，不能使用密码；请改用完整的安装包。"


def is_available() -> bool:
    """Whether packages can be sealed and opened here."""
    return importlib.util.find_spec("pyrage") is not None


def seal(content: bytes, password: str) -> bytes:
    """The content under a password; ExportError when that is too short or cannot be used here."""
    if len(password) < SHORTEST:
        raise ExportError(f"密码太短，请至少用 {SHORTEST} 个字符。")
    try:
        import pyrage
    except ImportError:
        raise ExportError(_MISSING) from None
    sealed: bytes = pyrage.passphrase.encrypt(content, password)
    return sealed


def is_sealed(begin: bytes) -> bool:
    """Whether a file that begins so is under a password."""
    return begin.startswith(MARK)


def unseal(content: bytes, password: str) -> bytes:
    """What was sealed; ImportFileError when the password is another or the file was changed."""
    try:
        import pyrage
    except ImportError:
        raise ImportFileError(_MISSING) from None
    try:
        opened: bytes = pyrage.passphrase.decrypt(content, password)
    except pyrage.DecryptError:
        raise ImportFileError("密码不对，或者数据包已损坏；请核对密码后再试。") from None
    return opened
