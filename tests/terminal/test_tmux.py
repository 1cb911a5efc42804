"""The installed program in tmux, at the sizes people have."""

import subprocess
from functools import partial
from pathlib import Path

import pytest

from papers_tui.terminal.cells import width_of
from support.drivers.tmux import OpenTmux, Tmux

WIDE = [(140, 40), (100, 30), (80, 24)]


def active(window: Tmux, pane: str) -> bool:
    return f">{pane}" in window.text


def in_place(columns: int, rows: int, text: str) -> bool:
    """Whether the window has this size, and still shows the fourth section's heading."""
    lines = text.splitlines()
    return (
        len(lines) == rows
        and max(map(width_of, lines)) <= columns
        and "四 第1号之四节" in text
        and "q quit" in lines[-1]
    )


@pytest.mark.parametrize(("columns", "rows"), WIDE)
def test_four_panes_are_filled_and_read_by_keyboard(
    tmux: OpenTmux, program: str, library: str, columns: int, rows: int
) -> None:
    with tmux([program, "--library", library], columns=columns, rows=rows) as window:
        window.wait_for(lambda text: "摘要" in text or "Abstract" in text)
        text = window.wait_for("孙七")
        for title in ("1 Articles", "2 Outline", "3 Text", "4 References"):
            assert title in text
        assert all(width_of(line) <= columns for line in window.lines)

        window.press("j", "Enter")
        window.wait_for("本文是第2号论文的摘要")
        window.press("Tab", "j", "j", "Enter")
        window.wait_for("第3节第1段说")
        assert active(window, "2 Outline")
        window.press("4", "j", "Enter")
        window.wait_for("[M]")
        window.press("?")
        window.wait_for("Next article")
        window.press("q")
        window.wait_for("4 References")
        window.press("q")
        assert window.wait_for_end() == 0


def test_sixty_columns_show_one_pane_at_a_time(tmux: OpenTmux, program: str, library: str) -> None:
    with tmux([program, "--library", library], columns=60, rows=20) as window:
        text = window.wait_for("第2号论文")
        assert "2 Outline" not in text
        window.press("j", "Enter")
        text = window.wait_for("本文是第2号论文的摘要")
        assert "1 Articles" not in text
        window.press("4")
        window.wait_for("孙七")
        window.press("Escape")
        window.wait_for("1 Articles")


def test_a_resize_in_the_middle_keeps_the_place(tmux: OpenTmux, program: str, library: str) -> None:
    with tmux([program, "--library", library], columns=140, rows=40) as window:
        window.wait_for("本文是第1号论文的摘要")
        window.press("2", "j", "j", "j", "Enter", "Enter")
        window.wait_for(lambda text: active(window, "3 Text"))
        for columns, rows in ((60, 20), (100, 30), (80, 24), (140, 40)):
            window.resize(columns, rows)
            window.wait_for(partial(in_place, columns, rows))


def test_typing_narrows_the_list_and_escape_gives_it_back(
    tmux: OpenTmux, program: str, library: str
) -> None:
    with tmux([program, "--library", library], columns=120, rows=36) as window:
        window.wait_for("第2号论文")
        window.press("/")
        window.type("第17号")
        window.wait_for(lambda text: "1/1 " in text and "第17号论文" in text)
        window.press("Escape")
        window.wait_for("/30")


def test_the_interface_speaks_chinese_where_the_reader_does(
    tmux: OpenTmux, program: str, library: str
) -> None:
    command = ["env", "LC_ALL=zh_CN.UTF-8", program, "--library", library]
    with tmux(command, columns=120, rows=36) as window:
        text = window.wait_for("孙七")
        for word in ("1 文章", "2 目录", "3 正文", "4 参考文献", "? 帮助", "q 退出"):
            assert word in text


def test_an_empty_library_says_what_to_do_next(
    tmux: OpenTmux, program: str, tmp_path: Path
) -> None:
    with tmux([program, "--library", f"{tmp_path}/none"], columns=100, rows=30) as window:
        window.wait_for("papers-tui import")


def test_the_demo_opens_on_the_samples(tmux: OpenTmux, program: str) -> None:
    with tmux([program, "demo"], columns=140, rows=40) as window:
        text = window.wait_for(lambda text: "[1]" in text and "3 Text" in text)
        assert "1 Articles" in text and "2 Outline" in text and "4 References" in text
        window.press("q")
        assert window.wait_for_end() == 0


@pytest.fixture(scope="session")
def samples_library(program: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample articles, imported by the program."""
    folder = tmp_path_factory.mktemp("samples") / "library"
    samples = Path(__file__).parents[2] / "samples"
    subprocess.run([program, "--library", str(folder), "import", str(samples)], check=True)
    return str(folder)


def test_letters_typed_as_pinyin_leave_the_articles_that_sound_so(
    tmux: OpenTmux, program: str, samples_library: str
) -> None:
    with tmux([program, "--library", samples_library], columns=140, rows=40) as window:
        window.wait_for("/16")
        window.press("/")
        window.type("xmt")
        window.wait_for(lambda text: "1/2 " in text or "2/2 " in text)
        window.press("Enter")
        text = window.wait_for(">1 Articles")
        assert "新媒体环境下公共图书馆的阅读推广" in text and "新媒體與社區報的轉型" in text
        assert "青铜" not in text.split("3 Text")[0]
        underlined = "\x1b[1m\x1b[4m"
        assert any(
            "新媒" in part[:40]
            for part in window.styled.replace("\x1b[4m", underlined).split(underlined)[1:]
        )

        window.press("f")
        window.wait_for("[ ] 新媒体")
        window.press("Space")
        window.wait_for("[x] 新媒体")
        window.press("Enter")
        window.wait_for(lambda text: "kw:新媒体" in text.splitlines()[0])
        window.press("Escape")
        window.wait_for("/16")


def test_a_word_and_what_only_contains_it_have_a_line_between(
    tmux: OpenTmux, program: str, samples_library: str
) -> None:
    with tmux([program, "--library", samples_library, "和服"], columns=100, rows=30) as window:
        window.wait_for(
            lambda text: (
                text.index("和服纹样中")
                < text.index("inside other words")
                < text.index("产品和服务的")
                if "inside other words" in text
                else False
            )
        )


def test_a_note_is_written_in_the_readers_own_editor_and_an_article_shown_in_their_pager(
    tmux: OpenTmux, program: str, samples_library: str, tmp_path: Path
) -> None:
    editor, pager = tmp_path / "editor", tmp_path / "pager"
    editor.write_text('#!/bin/sh\necho "与活字印刷对读" >> "$1"\n')
    pager.write_text('#!/bin/sh\nhead -n 1\necho "paging, press enter"\nread line < /dev/tty\n')
    for script in (editor, pager):
        script.chmod(0o755)
    command = [program, "--library", samples_library]
    env = {"EDITOR": str(editor), "PAGER": str(pager), "VISUAL": ""}
    with tmux(command, columns=140, rows=40, **env) as window:
        window.wait_for("[1]")
        window.press("m")
        window.wait_for("Note  与活字印刷对读")
        window.press("v")
        window.wait_for("paging, press enter")
        window.press("Enter")
        window.wait_for("与活字印刷对读")
        window.press("/")
        window.type("对读")
        window.wait_for("1 of 16")


def test_the_next_session_opens_where_the_last_one_stopped_however_it_ended(
    tmux: OpenTmux, program: str, samples_library: str
) -> None:
    with tmux([program, "--library", samples_library], columns=140, rows=40) as window:
        window.wait_for("[1]")
        window.press("j", "j", "Enter", "Enter")
        window.wait_for(lambda text: ">3 Text" in text and "第一章 绪论" in text)
        window.press("g", "]", "]")
        window.wait_for(">  第一节 问题的提出")
    # The window is gone, and with it the terminal of the program.
    with tmux([program, "--library", samples_library], columns=140, rows=40) as window:
        window.wait_for(
            lambda text: ">活字印刷在宋元时期" in text and ">  第一节 问题的提出" in text
        )
