"""A real sshd on the loopback, with keys made for one test run."""

import getpass
import os
import select
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

SSHD = Path("/usr/sbin/sshd")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Sshd:
    """Lets the person running the tests in, and nobody else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        for name in ("host", "person"):
            key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(key, check=True)
        (folder / "authorized").write_bytes((folder / "person.pub").read_bytes())
        config = folder / "sshd_config"
        config.write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {folder / 'host'}\n"
            f"AuthorizedKeysFile {folder / 'authorized'}\nPidFile {folder / 'pid'}\n"
            "StrictModes no\nUsePAM no\nPasswordAuthentication no\n"
            "PermitRootLogin prohibit-password\nAcceptEnv LANG LC_*\nPrintMotd no\n"
        )
        if os.geteuid() == 0:
            # Where sshd separates privileges; Debian makes it only when its service starts.
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self._log = (folder / "log").open("wb")
        self._daemon = subprocess.Popen(
            [str(SSHD), "-D", "-e", "-f", str(config)], stderr=self._log
        )

    def __enter__(self) -> Self:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                if self._daemon.poll() is not None or time.monotonic() > deadline:
                    log = (self._folder / "log").read_text()
                    raise AssertionError(f"sshd did not start:\n{log}") from None
                select.select([], [], [], 0.05)
            else:
                return self

    def __exit__(self, *_: object) -> None:
        self._daemon.terminate()
        self._daemon.wait(timeout=20)
        self._log.close()

    def command(self, *remote: str) -> list[str]:
        """The ssh command line that runs something there on a terminal."""
        options = {
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
            "LogLevel": "ERROR",
            "IdentitiesOnly": "yes",
        }
        return [
            "ssh",
            "-tt",
            "-F",
            "none",
            "-i",
            str(self._folder / "person"),
            "-p",
            str(self.port),
            *(part for name, value in options.items() for part in ("-o", f"{name}={value}")),
            f"{getpass.getuser()}@127.0.0.1",
            *remote,
        ]
