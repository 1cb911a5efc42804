"""A host with a reading room for strangers, set up by the very lines of docs/ssh-kiosk.md.

The host is this machine, seen by one sshd and what it starts: in a mount namespace of their own,
/etc, /opt, /srv and the like are other folders, so that accounts can be made, and any path of the
documentation taken as it stands. Only root may make such a namespace.
"""

import os
import select
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from support.data.pages import write_pages
from support.docs import DOCS, block
from support.drivers.sshd import SSHD, free_port

PAGE = "ssh-kiosk.md"
ACCOUNT = "papers"
_PATIENCE = 60.0
_READERS = ("li", "wang", "zhao")
# Folders that the host has to itself; /tmp last, for pytest keeps the others in it.
_OWN = ("etc", "opt", "root", "run", "srv", "var/lib", "var/log", "tmp")
_PORTS = "ListenAddress 127.0.0.1\nPort {port}\nHostKey /etc/ssh/host\nPidFile /run/sshd.pid\n"
# What Debian has in its own file.
_USUAL = (
    "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM {pam}\nX11Forwarding yes\nPrintMotd no\n"
    "KbdInteractiveAuthentication no\nAcceptEnv LANG LC_*\n"
    "Subsystem sftp /usr/lib/openssh/sftp-server\n"
)


def cannot() -> str | None:
    """Why there can be no such host here; None where there can."""
    if not SSHD.exists() or shutil.which("ssh") is None:
        return "openssh-server is not installed"
    if os.geteuid() != 0:
        return "only root can make the accounts of docs/ssh-kiosk.md"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "there can be no mount namespaces here"


class KioskHost:
    """The host. Its folders are looked at from outside, under `root`."""

    def __init__(self, folder: Path, *, careless: bool = False) -> None:
        """Set it up.

        Args:
            folder: An empty one, for all that the host has of its own.
            careless: Whether its administrator lets every variable in that a stranger sends.
        """
        self._folder = folder
        self.root = folder / "root"
        self.port = free_port()
        for name in ("host", *_READERS):
            key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(key, check=True)
        self._furnish()
        self._configure(careless)
        self._log = (folder / "log").open("wb")
        self._daemon = self._start()
        self.uid = self._uid()

    # Setting up.

    def _furnish(self) -> None:
        """What stands in the folders before the documentation begins."""
        shutil.copytree("/etc", self.root / "etc", symlinks=True)
        inside = ("opt/papers-tui/bin", "opt/site", "opt/python", "opt/source", "run/sshd")
        for name in (*_OWN[1:], *inside):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        (self.root / "tmp").chmod(0o1777)
        self._install()
        ssh = self.root / "etc/ssh"
        ssh.joinpath("host").write_bytes((self._folder / "host").read_bytes())
        ssh.joinpath("host").chmod(0o600)

    def _install(self) -> None:
        """The program as an installation in /opt/papers-tui, without waiting for pip.

        The Python that runs this, its packages and this checkout are shown there by mounts, since
        no other account may enter the folders they are in.
        """
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        home = self.root / "opt/papers-tui"
        (home / "bin/python").symlink_to(f"/opt/python/bin/{version}")
        (home / "pyvenv.cfg").write_text("home = /opt/python/bin\n")
        site = home / "lib" / version / "site-packages"
        site.mkdir(parents=True)
        shown = ("/opt/source/tui", "/opt/source/store", "/opt/site")
        (site / "papers-tui.pth").write_text("\n".join(shown) + "\n")
        script = home / "bin/papers-tui"
        script.write_text(
            "#!/opt/papers-tui/bin/python\nimport sys\nfrom papers_tui.__main__ import main\n"
            "sys.exit(main())\n"
        )
        script.chmod(0o755)

    def _configure(self, careless: bool) -> None:
        ssh = self.root / "etc/ssh"
        (ssh / "sshd_config.d").mkdir(exist_ok=True)
        pam = "yes" if (self.root / "etc/pam.d/sshd").exists() else "no"
        main = _PORTS.format(port=self.port) + _USUAL.format(pam=pam)
        door = block(PAGE, "sshd_config")
        if careless:
            main += "PermitUserEnvironment yes\n"
            door = door.replace("AcceptEnv LANG LC_ALL LC_MESSAGES", "AcceptEnv *")
            assert "AcceptEnv *" in door
        (ssh / "sshd_config").write_text(main)
        (ssh / "sshd_config.d/papers-tui.conf").write_text(door)
        limits = self.root / "etc/security/limits.d"
        if limits.is_dir():
            (limits / "papers-tui.conf").write_text(block(PAGE, "limits"))

    def _start(self) -> subprocess.Popen[bytes]:
        """Type what the documentation says, and open the door."""
        shows = {
            "/opt/python": sys.base_prefix,
            "/opt/site": sysconfig.get_path("purelib"),
            "/opt/source": str(DOCS.parent),
        }
        mounts = [f"mount --rbind {place} {self.root}{name}" for name, place in shows.items()]
        mounts += [f"mount --rbind {self.root}/{name} /{name}" for name in _OWN]
        keys = " ".join(f"{self._folder / name}.pub" for name in _READERS)
        pages = write_pages(self._folder / "pages", 20)
        typed = self._folder / "typed"
        typed.write_text(
            "\n".join(
                (
                    "set -eu",
                    # Beside the mounts, and by names that they do not hide.
                    f"keys=$(sed 's/^/restrict,pty /' {keys})",
                    f"cp -r {pages} {self.root}/srv/arrived",
                    *mounts,
                    "umask 022",
                    block(PAGE, "sh accounts"),
                    "cp /srv/arrived/* /srv/papers/pages",
                    block(PAGE, "sh import"),
                    'printf "%s\\n" "$keys" >>/etc/ssh/papers-tui/authorized_keys',
                    f"{SSHD} -t",
                    f"exec {SSHD} -D -e",
                )
            )
        )
        return subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "bash", str(typed)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            env={"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
        )

    def _uid(self) -> int:
        self.wait_until(self._is_open, "sshd does not answer")
        passwd = (self.root / "etc/passwd").read_text()
        (line,) = (line for line in passwd.splitlines() if line.startswith(f"{ACCOUNT}:"))
        return int(line.split(":")[2])

    def _is_open(self) -> bool:
        assert self._daemon.poll() is None, f"sshd did not start:\n{self.log}"
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._daemon.terminate()
        self._daemon.wait(timeout=20)
        self._log.close()

    # Coming in.

    def client(self, *words: str, who: str = "li", program: str = "ssh") -> list[str]:
        """A command line of one of OpenSSH's clients, for the account on this host."""
        known = {
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
            "IdentitiesOnly": "yes",
            "IdentityFile": str(self._folder / who),
            "BatchMode": "yes",
            "Port": str(self.port),
            "User": ACCOUNT,
        }
        settings = (part for name, value in known.items() for part in ("-o", f"{name}={value}"))
        return [program, "-F", "none", *settings, *words]

    def run(self, command: list[str], **options: str) -> subprocess.CompletedProcess[str]:
        """Run a client to its end, with nothing to read."""
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
            env={**os.environ, **options},
            check=False,
        )

    def inside(self, script: str) -> subprocess.CompletedProcess[str]:
        """Have root run a script on the host."""
        enter = ["nsenter", f"--target={self._daemon.pid}", "--mount", "--wd=/", "bash", "-euc"]
        return self.run([*enter, script])

    # Looking on from outside.

    @property
    def log(self) -> str:
        """What sshd and the commands of the documentation said."""
        return (self._folder / "log").read_text(errors="replace")

    def processes(self) -> list[Path]:
        """Where /proc tells of what runs as the account on this host, but for sshd's own."""
        # Accounts of two hosts on one machine have one number.
        here = (Path("/proc") / str(self._daemon.pid) / "ns/mnt").readlink()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                is_own = process.stat().st_uid == self.uid and not self._is_sshd(process)
                if is_own and (process / "ns/mnt").readlink() == here:
                    found.append(process)
            except (FileNotFoundError, ProcessLookupError):
                # It has ended meanwhile.
                continue
        return found

    def is_left(self) -> bool:
        """Whether everybody has gone, and sshd has taken away what it wrote for them."""
        return not self.processes() and not list((self.root / "tmp").glob("sshauth.*"))

    @staticmethod
    def _is_sshd(process: Path) -> bool:
        return (process / "comm").read_text().startswith("sshd")

    def files(self) -> dict[str, tuple[int, int]]:
        """Every file that the account could have changed, its size and when it was written."""
        places = [self.root / name for name in ("srv", "tmp", "var/lib", "etc")]
        found = {}
        for place in places:
            for file in place.rglob("*"):
                if not file.is_dir() or file.is_symlink():
                    stat = file.lstat()
                    found[str(file.relative_to(self.root))] = (stat.st_size, stat.st_mtime_ns)
        return found

    def marks(self) -> list[Path]:
        """The files of marks that there are."""
        return sorted((self.root / "var/lib/papers-tui").glob("*.json"))

    def wait_until(self, holds: Callable[[], bool], otherwise: str) -> None:
        """Wait for something to hold."""
        deadline = time.monotonic() + _PATIENCE
        while not holds():
            assert time.monotonic() < deadline, f"{otherwise}\n{self.log}"
            select.select([], [], [], 0.05)
