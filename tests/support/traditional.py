"""Makes the catalogue in traditional characters from that in simplified ones, in Taiwan's words.

    PYTHONPATH=tests python -m support.traditional

OpenCC turns characters and many words; the tables below turn the rest. Each entry keeps, as its
comment, the simplified text that it was made from: an entry is made only where it is missing or
that text has changed, so that wordings mended by hand stay.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

LOCALES = Path(__file__).parents[2] / "tui" / "papers_tui" / "locale"
SIMPLIFIED, TRADITIONAL = "zh_CN", "zh_TW"

_BEFORE = {"查找": "搜索", "打印": "输出", "运行 papers-tui": "执行 papers-tui"}
"""Simplified words that OpenCC would turn into the wrong one."""

_AFTER = {
    "一齣現": "一出現",
    "代理": "代理伺服器",
    "分佈": "分散",
    "列表": "清單",
    "口令": "密碼",
    "命令": "指令",
    "單擊": "按一下",
    "回車": "Enter",
    "地址": "位址",
    "埠": "連接埠",
    "幫助": "說明",
    "復制": "複製",
    "掛起": "暫停",
    "搜索": "搜尋",
    "文本": "文字",
    "新建": "建立",
    "會話": "工作階段",
    "樣例": "範例",
    "示例": "範例",
    "空格": "空白鍵",
    "當前": "目前",
    "終端": "終端機",
    "臺": "台",
    "自帶": "內附",
    "補全": "自動完成",
    "訪問": "存取",
    "賬戶": "帳號",
    "資料資料夾": "資料目錄",
    "退出碼": "結束代碼",
    "退出": "離開",
    "雙擊": "按兩下",
    "關鍵詞": "關鍵字",
    # 兆 is a million here, and a million millions in Taiwan.
    "兆位元組的": " MB 的",
    "兆位元組": " MB",
    "的區域": "的語系",
}
"""Words of the mainland that OpenCC leaves, and Taiwan's."""


def catalogue(language: str) -> Catalog:
    """The interface's messages in one language; empty where there is no file of it."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def po_file(language: str) -> Path:
    """Where the messages of a language are written."""
    return LOCALES / language / "LC_MESSAGES" / "papers_tui.po"


def in_traditional(text: str) -> str:
    """A message of the simplified catalogue in traditional characters and Taiwan's words."""
    for word, other in _BEFORE.items():
        text = text.replace(word, other)
    text = OpenCC("s2twp").convert(text)
    for word, other in _AFTER.items():
        text = text.replace(word, other)
    return text


def made() -> Catalog:
    """The traditional catalogue with what it lacks, and without what the other no longer has."""
    written, simplified = catalogue(TRADITIONAL), catalogue(SIMPLIFIED)
    dated = datetime(2026, 11, 24, tzinfo=UTC)
    new = Catalog(
        locale=TRADITIONAL,
        project="papers-tui",
        version="0.2.0",
        header_comment="# The interface in Traditional Chinese; see tests/support/traditional.py.",
        msgid_bugs_address="papers-tui",
        creation_date=dated,
        revision_date=dated,
        last_translator="papers-tui",
        language_team="papers-tui",
        fuzzy=False,
    )
    for message in simplified:
        if message.id:
            of, text = str(message.id), str(message.string)
            before = written.get(of)
            stands = before is not None and before.auto_comments == [text]
            string = str(before.string) if before and stands else in_traditional(text)
            new.add(of, string, auto_comments=[text], flags=message.flags)
    return new


def main() -> int:
    """Write the file; the exit code."""
    new = made()
    with po_file(TRADITIONAL).open("wb") as file:
        write_po(file, new, width=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
