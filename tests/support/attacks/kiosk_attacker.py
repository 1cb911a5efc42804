"""What somebody tries who is let into a reading room and wants more."""

from collections.abc import Mapping

HERE = "127.0.0.1"

COMMANDS = (
    "id",
    "sh -i",
    "touch /tmp/sprung",
    "; touch /tmp/sprung",
    "$(touch /tmp/sprung)",
    "papers-tui --library /srv/papers/library list",
    "/opt/papers-tui/bin/papers-tui --library /srv/papers/library export -o /tmp/sprung",
    "scp -t /tmp",
    "`touch /tmp/sprung`",
    "| touch /tmp/sprung",
    "&& touch /tmp/sprung",
    "\ntouch /tmp/sprung\n",
    "' touch /tmp/sprung; '",
    "papers-tui --kiosk --marks /tmp --library /srv/papers/pages",
    '/opt/papers-tui/bin/python -c \'open("/tmp/sprung", "w")\'',
    "internal-sftp",
    "/usr/lib/openssh/sftp-server",
    "scp -f /etc/passwd",
    "rsync --server . /tmp",
    "tar c /etc",
)
"""Typed after the host. Whatever of it runs leaves a file or an output."""

TRAP = "/srv/trap"
SPRUNG = "/tmp/sprung"

TRAPS: Mapping[str, str] = {
    "sitecustomize.py": f"open({SPRUNG!r}, 'w')\n",
    "usercustomize.py": f"open({SPRUNG!r}, 'w')\n",
    "textual.py": f"open({SPRUNG!r}, 'w')\n",
    "trap.py": f"open({SPRUNG!r}, 'w')\nclass Driver: pass\n",
    "rc.sh": f"touch {SPRUNG}\n",
    "papers-tui/config.toml": 'language = "zh"\nlibrary = "/srv/trap"\n',
    "key": "publickey ssh-ed25519 AAAA\n",
}
"""Files that variables lead to; they are on the host already, as if somebody had found a way."""

VARIABLES: Mapping[str, str] = {
    "PYTHONPATH": TRAP,
    "PYTHONHOME": TRAP,
    "PYTHONSTARTUP": f"{TRAP}/trap.py",
    "PYTHONINSPECT": "1",
    "PYTHONWARNINGS": "error::trap.Driver",
    "PYTHONBREAKPOINT": "trap.Driver",
    "PYTHONUSERBASE": TRAP,
    "PYTHONPLATLIBDIR": "trap",
    "PYTHONPYCACHEPREFIX": "/tmp",
    "PYTHONDEVMODE": "1",
    "PYTHONIOENCODING": "ascii",
    "PYTHONDUMPREFSFILE": SPRUNG,
    "BASH_ENV": f"{TRAP}/rc.sh",
    "ENV": f"{TRAP}/rc.sh",
    "SHELLOPTS": "xtrace",
    "PS4": f"$(touch {SPRUNG})",
    "PATH": TRAP,
    "HOME": TRAP,
    "SHELL": f"{TRAP}/rc.sh",
    "LOCPATH": TRAP,
    "NLSPATH": f"{TRAP}/%N",
    "TMPDIR": TRAP,
    "SQLITE_TMPDIR": TRAP,
    "VISUAL": f"touch {SPRUNG}",
    "EDITOR": f"touch {SPRUNG}",
    "PAGER": f"touch {SPRUNG}",
    "BROWSER": f"touch {SPRUNG}",
    "PAPERS_LIBRARY": TRAP,
    "PAPERS_READER": SPRUNG,
    "XDG_CONFIG_HOME": TRAP,
    "XDG_CONFIG_DIRS": TRAP,
    "XDG_DATA_HOME": TRAP,
    "XDG_CACHE_HOME": TRAP,
    "TEXTUAL": "devtools,debug",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_LOG": SPRUNG,
    "TEXTUAL_DRIVER": "trap:Driver",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_SCREENSHOT_LOCATION": "/tmp",
    "TEXTUAL_SCREENSHOT_FILENAME": "sprung",
    "TEXTUAL_PRESS": "e,enter,v,q",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "TEXTUAL_FILTERS": "trap:Driver",
    "COLUMNS": "100000",
    "LINES": "100000",
    "LC_ALL": "xx_XX.TRAP",
    "LANGUAGE": f"../../..{TRAP}",
    "TMUX": "trap",
    "STY": "trap",
    "SSH_USER_AUTH": f"{TRAP}/key",
    "SSH_ORIGINAL_COMMAND": f"touch {SPRUNG}",
    "SSH_TTY": SPRUNG,
    "DISPLAY": ":0",
    "TZ": f":{TRAP}/key",
}
"""What is sent with the connection. LD_... is not: docs/ssh-kiosk.md says what of it."""

LEFT = {"HOME", "PATH", "LC_ALL", "LANGUAGE", "TERM", "COLORTERM", "NO_COLOR", "SSH_USER_AUTH"}
"""What the program may have of an environment."""


def in_groups(count: int) -> list[dict[str, str]]:
    """The variables in so many groups of about one size."""
    variables = list(VARIABLES.items())
    return [dict(variables[nth::count]) for nth in range(count)]


def sending(variables: Mapping[str, str]) -> tuple[str, ...]:
    """The option of ssh that sends them."""
    escaped = (f"{name}={value}".replace('"', '\\"') for name, value in variables.items())
    return "-o", "SetEnv=" + " ".join(f'"{one}"' for one in escaped)


KEYS = tuple(chr(code) for code in range(128) if chr(code) not in "q\x03\x11")
"""What a keyboard sends, but for what ends the app."""
KEYS_BY_NAME = ("\x1bOP", "\x1bOQ", "\x1b[24~", "\x1b[3~", "\x1b[Z", "\x1b[5~", "\x1b[6~", "\x1b[H")
LINES = ("/!sh\r", ":screenshot\r\r", ":theme\r\r", "t~/x\r", "/;touch /tmp/sprung\r", "m!!sh\x1b")
"""What opens a shell or writes a file in other programs."""
