"""Pages for a library, short and all alike."""

from pathlib import Path

_NUMERALS = "一二三四五六七八九"


def page(number: int, sections: int = 4) -> str:
    """The text of a page; its parts name their number."""
    lines = [
        f"第{number}号论文：终端阅读研究",
        "",
        f"来源 :阅读学刊 | 被引量 : {number}次 | 上传用户:reader",
        "论文部分内容阅读",
        f"  摘要:本文是第{number}号论文的摘要，讨论终端里的阅读。",
        "  关键词:终端;阅读;排版",
        "  阅读是学习之始，终端里的阅读亦然[1]。",
    ]
    for nth in range(sections):
        lines.append(f"  {_NUMERALS[nth]}、第{number}号之{_NUMERALS[nth]}节")
        for paragraph in range(1, 4):
            text = f"第{nth + 1}节第{paragraph}段说，" + "字里行间自有文章，读者须细细体会，" * 8
            lines.append(f"  {text}前人已有论述[2-3]。")
    lines += [
        "  【参考文献】",
        f"  [1]王五,赵六.第{number}号所引之文[J].读书学报,2010(2):1-9.",
        "  [2]孙七.阅读之道[M].北京:书林出版社,2008.",
        "  [3]周八,吴九.终端排版浅说[D].南京:江左大学,2015.",
    ]
    return "\n".join(lines) + "\n"


def write_pages(folder: Path, count: int, sections: int = 4) -> Path:
    """Fill a folder with pages, in the order of their numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"{number:03d}.txt").write_text(page(number, sections), encoding="utf-8")
    return folder
