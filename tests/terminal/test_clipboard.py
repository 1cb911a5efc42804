"""A citation on its way to the clipboard of the machine that the reader sits at."""

import base64

from support.drivers.terminal import Terminal


def test_y_sends_the_citation_to_the_terminal(program: str, library: str) -> None:
    env = {"LC_ALL": "C.UTF-8", "TMUX": "", "STY": ""}
    command = [program, "--library", library]
    with Terminal(command, columns=120, rows=36, env=env) as terminal:
        terminal.wait_for("本文是第1号论文的摘要")
        terminal.settle()
        terminal.forget()
        terminal.press("y")
        terminal.wait_for("clipboard")
        (sent,) = (part for part in terminal.received.split(b"\x1b]52;c;")[1:])
        encoded, end, _ = sent.partition(b"\x1b\\")
        assert end
        assert "第1号论文：终端阅读研究" in base64.b64decode(encoded).decode().replace(": ", "：")
