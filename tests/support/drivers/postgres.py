"""Real PostgreSQL for tests: servers on ports of the loopback, gone when the tests are.

A server refuses to run as root, so that it is run as somebody else where the tests are root's. Its
texts are put in order the Chinese way, as an institution's may be, so that whatever leans on the
order of bytes by chance is found out.
"""

import importlib.util
import os
import pwd
import secrets
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from psycopg import Connection

SUPERUSER = "postgres"
PASSWORD = "only:for@tests/我"
"""Of every role; holds what has to be escaped in an address."""

_DEBIAN = Path("/usr/lib/postgresql")
_PATIENCE = 30
"""Seconds after which a server that does not answer never will."""

_SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "120",
        "shared_buffers": "64MB",
        "max_wal_senders": "4",
        "wal_keep_size": "64MB",
        "hot_standby": "on",
        "log_min_messages": "warning",
    }
)
CONNECTIONS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    " AND backend_type = 'client backend' AND application_name NOT LIKE 'citus%%'"
)
"""Connections of programs to a database, without those of a cluster's nodes among themselves."""

CARELESS: Mapping[str, str] = MappingProxyType(
    {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
)
"""Quick, and of no use where a server is killed."""


def programs() -> Path | None:
    """The folder of the server's programs; None where it is not installed."""
    if found := shutil.which("initdb"):
        # A link may lead to one program alone.
        return Path(found).resolve().parent
    versions = [each for each in _DEBIAN.glob("*/bin") if (each / "initdb").exists()]
    return max(versions, key=lambda each: int(each.parent.name), default=None)


def missing() -> str | None:
    """Why there can be no server here; None where there can."""
    if programs() is None:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed (pip install -e '.[dev]')"
    if shutil.which("setpriv") is None:
        return "setpriv is not installed (Debian: apt-get install util-linux)"
    return None


def missing_bouncer() -> str | None:
    """Why there can be no pgbouncer here; None where there can."""
    return None if _bouncer() else "pgbouncer is not installed (Debian: apt-get install pgbouncer)"


def _bouncer() -> str | None:
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def address(ports: Sequence[int], database: str, user: str = SUPERUSER, **options: str) -> str:
    """The address of a database as libpq takes it, on one server or several."""
    hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
    asked = f"?{urlencode(options)}" if options else ""
    return f"postgresql://{user}:{quote(PASSWORD, safe='')}@{hosts}/{database}{asked}"


def wait_until(holds: Callable[[], Any], what: str, patience: float = _PATIENCE) -> None:
    """Wait until something holds, asking often."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        select.select([], [], [], 0.02)


class ServerUser:
    """Whom servers run as: the one who runs the tests, unless that is root."""

    def __init__(self) -> None:
        self.name: str | None = None
        if os.geteuid() == 0:
            known = {entry.pw_name: entry for entry in pwd.getpwall()}
            user = known.get("postgres") or known["nobody"]
            self.name, self._uid, self._gid = user.pw_name, user.pw_uid, user.pw_gid

    def command(self, *command: str) -> list[str]:
        """A command as this user's, which is told to end when its parent dies."""
        parts = ["setpriv", "--pdeathsig=QUIT"]
        if self.name is not None:
            parts += [f"--reuid={self._uid}", f"--regid={self._gid}", "--clear-groups"]
        return [*parts, "--", *command]

    def own(self, path: Path) -> None:
        """Give this user a file or a folder."""
        if self.name is not None:
            os.chown(path, self._uid, self._gid)


class Daemon:
    """A program that runs until it is stopped."""

    def __init__(self, user: ServerUser, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._user = user
        self._process: subprocess.Popen[bytes] | None = None
        self._environment: dict[str, str] = {}

    @property
    def log(self) -> str:
        """What it said so far."""
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""

    def _launch(self, *command: str) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._user.command(*command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **self._environment},
                start_new_session=True,
            )

    def _await(self, answers: Callable[[], bool]) -> None:
        def answered() -> bool:
            assert self._process is not None
            assert self._process.poll() is None, f"it did not start:\n{self.log}"
            return answers()

        wait_until(answered, "the server answers")

    def _end(self, by: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(by)
            try:
                self._process.wait(timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(timeout=_PATIENCE)
            self._process = None


class Server(Daemon):
    """A PostgreSQL server; its folder belongs to the user it runs as."""

    def __init__(
        self, user: ServerUser, folder: Path, settings: Mapping[str, str] = CARELESS
    ) -> None:
        super().__init__(user, folder)
        found = programs()
        assert found is not None
        self._programs = found
        self._data = folder / "data"
        self._settings = {**_SETTINGS, **settings}
        self._databases = 0

    # Its life.

    def make(self) -> None:
        """Make an empty cluster, which takes a second."""
        secret = self.folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o600)
        self._user.own(secret)
        self._run(
            "initdb",
            f"--pgdata={self._data}",
            f"--username={SUPERUSER}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=zh",
            "--no-sync",
        )

    def know_passwords(self) -> None:
        """Let its own connections to other servers find the password, as libpq looks for it."""
        file = self.folder / "pgpass"
        escaped = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
        file.write_text(f"*:*:*:*:{escaped}\n", encoding="utf-8")
        file.chmod(0o600)
        self._user.own(file)
        self._environment["PGPASSFILE"] = str(file)

    def follow(self, primary: "Server") -> None:
        """Become a copy of another that goes on taking what is written there."""
        self._run(
            "pg_basebackup",
            f"--pgdata={self._data}",
            f"--dbname={primary.url('postgres')}",
            "--write-recovery-conf",
            "--wal-method=stream",
            "--checkpoint=fast",
            "--no-sync",
        )

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            self._user.command(str(self._programs / program), *arguments),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        settings = {**self._settings, "port": str(self.port)}
        self._launch(
            str(self._programs / "postgres"),
            "-D",
            str(self._data),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        )
        self._await(self.is_up)

    def is_up(self) -> bool:
        """Whether it takes connections."""
        import psycopg

        try:
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Close every connection, and end in good order."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End as when the current fails: nothing more is written by any of its processes."""
        assert self._process is not None
        family = [self._process.pid, *_children(self._process.pid)]
        for process in family:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait(timeout=_PATIENCE)
        self._process = None

    def promote(self) -> None:
        """Follow no longer, and take writes."""
        with self.connect() as connection:
            assert connection.execute("SELECT pg_promote(true, 30)").fetchone() == (True,)

    def wait_for(self, primary: "Server") -> None:
        """Wait until all is here that was written there."""
        with primary.connect() as there, self.connect() as here:
            # A careless server writes later what stands; this writes out all that came before it.
            there.execute("SET synchronous_commit = on")
            there.execute("SELECT pg_logical_emit_message(true, 'tests', '')")
            (written,) = there.execute("SELECT pg_current_wal_lsn()::text").fetchone() or (None,)
            reached = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
            wait_until(
                lambda: here.execute(reached, (written,)).fetchone() == (True,),
                "the standby has caught up",
            )

    # Its databases.

    def url(self, database: str, user: str = SUPERUSER, **options: str) -> str:
        """The address of one of its databases."""
        return address([self.port], database, user, **options)

    def connect(self, database: str = "postgres", user: str = SUPERUSER) -> "Connection[Any]":
        """A connection on which every statement stands at once."""
        import psycopg

        return psycopg.connect(self.url(database, user), autocommit=True)

    def database(self, **options: str) -> str:
        """A new and empty database; its name."""
        self._databases += 1
        name = f"library_{self._databases}"
        given = " ".join(f"{option} {value}" for option, value in options.items())
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {given}".encode())
        return name

    def wait_until_idle(self, database: str) -> None:
        """Wait until no statement runs in a database: of a client that died, one may."""
        running = f"{CONNECTIONS} AND state = 'active'"
        with self.connect() as connection:
            wait_until(
                lambda: connection.execute(running, (database,)).fetchone() == (0,),
                "no statement runs",
            )

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected."""
        with self.connect() as connection:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)".encode())


def _children(parent: int) -> list[int]:
    """The processes that another started; each of a server's is in a group of its own."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                # After the name, which may hold anything, come the state and the parent.
                after_name = (entry / "stat").read_text().rpartition(") ")[2].split()
                if int(after_name[1]) == parent:
                    found.append(int(entry.name))
    return found


class Bouncer(Daemon):
    """pgbouncer before a server, in transaction mode: few connections there, many here."""

    def __init__(
        self, user: ServerUser, folder: Path, server: Server, users: Sequence[str]
    ) -> None:
        super().__init__(user, folder)
        self._server = server
        program = _bouncer()
        assert program is not None
        self._program = program
        self._write("users", "".join(f'"{user}" "{PASSWORD}"\n' for user in users))
        self._write(
            "bouncer.ini",
            f"[databases]\n* = host=127.0.0.1 port={server.port}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\n"
            f"unix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {folder / 'users'}\n"
            "pool_mode = transaction\ndefault_pool_size = 8\nmax_client_conn = 200\n"
            "ignore_startup_parameters = extra_float_digits\n",
        )

    def _write(self, name: str, text: str) -> None:
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        self._user.own(file)

    def start(self) -> None:
        """Start, and wait until it takes connections."""

        def answers() -> bool:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return True
            return False

        self._launch(self._program, str(self.folder / "bouncer.ini"))
        self._await(answers)

    def stop(self) -> None:
        """Close every connection, and end."""
        self._end(signal.SIGTERM)

    def url(self, database: str, user: str = SUPERUSER, **options: str) -> str:
        """The address of a database through here."""
        return address([self.port], database, user, **options)


class Servers:
    """A place for servers, with everything in it gone at the end."""

    def __init__(self) -> None:
        self._user = ServerUser()
        # The user could not come through the folders of pytest.
        self._folder = Path(tempfile.mkdtemp(prefix="papers-postgres-"))
        self._user.own(self._folder)
        self._running: list[Server | Bouncer] = []
        self._disks: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in reversed(self._running):
            each.stop()
        for disk in self._disks:
            subprocess.run(["umount", str(disk)], check=True)
        shutil.rmtree(self._folder)

    def _new_folder(self) -> Path:
        folder = self._folder / secrets.token_hex(4)
        folder.mkdir(mode=0o700)
        self._user.own(folder)
        return folder

    def server(
        self, settings: Mapping[str, str] = CARELESS, *, knows_passwords: bool = False
    ) -> Server:
        """A new server that runs; one that knows passwords may connect to the others."""
        made = Server(self._user, self._new_folder(), settings)
        made.make()
        if knows_passwords:
            made.know_passwords()
        return self._started(made)

    def standby(self, primary: Server, settings: Mapping[str, str] = CARELESS) -> Server:
        """A server that follows another, and takes reads."""
        made = Server(self._user, self._new_folder(), settings)
        made.follow(primary)
        return self._started(made)

    def bouncer(self, server: Server, users: Sequence[str] = (SUPERUSER,)) -> Bouncer:
        """A pgbouncer before a server."""
        made = Bouncer(self._user, self._new_folder(), server, users)
        self._running.append(made)
        made.start()
        return made

    def disk(self, megabytes: int) -> Path | None:
        """A folder on a disk of so little room; None where it may not be mounted."""
        folder = self._new_folder()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"]
        if os.geteuid() != 0 or subprocess.run([*mount, str(folder)], check=False).returncode:
            return None
        self._disks.append(folder)
        self._user.own(folder)
        return folder

    def _started(self, server: Server) -> Server:
        self._running.append(server)
        server.start()
        return server
