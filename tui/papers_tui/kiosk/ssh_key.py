"""The SSH key with which a guest came in, by which their marks are kept."""

import binascii
import os
import stat
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256

_LONGEST = 65536
"""Bytes of sshd's file; a certificate takes some thousand."""


def key_name(file: str | None) -> str | None:
    """The fingerprint of the first key in a file of sshd, fit to be a file's name.

    It is the one that sshd writes into its log, with - for + and _ for /.

    Args:
        file: Where SSH_USER_AUTH leads: a line for each method of authentication, with a key's
            type and the key in base64 behind `publickey` (sshd_config, ExposeAuthInfo).

    Returns:
        None where there is no such file, or no key in it.
    """
    for line in _lines(file):
        match line.split():
            case ["publickey", _, encoded, *_]:
                try:
                    key = b64decode(encoded, validate=True)
                except binascii.Error:
                    return None
                digest = urlsafe_b64encode(sha256(key).digest()).decode("ascii")
                return f"SHA256-{digest.rstrip('=')}"
    return None


def _lines(file: str | None) -> list[str]:
    """The lines of a file that sshd wrote for this account; none for any other file."""
    if file is None:
        return []
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        # Its name was made up by the guest.
        return []
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            return []
        return os.read(handle, _LONGEST).decode("ascii", "replace").splitlines()
    finally:
        os.close(handle)
