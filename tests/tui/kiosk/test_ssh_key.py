"""Whose marks they are, by the file that sshd writes under ExposeAuthInfo."""

import os
import subprocess
from pathlib import Path

import pytest

from papers_tui.kiosk.ssh_key import key_name
from support.drivers.sshd import SSHD


def test_a_key_is_named_as_ssh_names_it(tmp_path: Path) -> None:
    if not SSHD.exists():
        pytest.skip("openssh-server is not installed")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    told = subprocess.check_output(["ssh-keygen", "-lf", str(key)], text=True).split()[1]
    kind, blob, _ = key.with_suffix(".pub").read_text().split(maxsplit=2)
    auth = tmp_path / "auth"
    auth.write_text(f"publickey {kind} {blob}\npassword\n")
    expected = told.replace(":", "-").replace("+", "-").replace("/", "_")
    assert key_name(str(auth)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "password\n", "publickey\n", "publickey ssh-rsa\n", "publickey ssh-rsa ../../etc/x\n"],
)
def test_without_a_key_there_is_no_name(text: str, tmp_path: Path) -> None:
    auth = tmp_path / "auth"
    auth.write_text(text)
    assert key_name(str(auth)) is None


def test_what_is_no_file_of_sshd_says_nothing(tmp_path: Path) -> None:
    auth = tmp_path / "auth"
    auth.write_text("publickey ssh-ed25519 AAAA\n")
    assert key_name(str(auth)) is not None
    (tmp_path / "link").symlink_to(auth)
    os.mkfifo(tmp_path / "pipe")
    for other in (tmp_path / "link", tmp_path / "pipe", tmp_path, tmp_path / "missing"):
        assert key_name(str(other)) is None
    assert key_name("/dev/zero") is None and key_name(None) is None
    if os.geteuid() == 0:
        os.chown(auth, 65534, 65534)
        assert key_name(str(auth)) is None
