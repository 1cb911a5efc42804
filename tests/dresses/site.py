"""Dresses with a site around the article: as HTML, and as text copied from a browser."""

from collections.abc import Iterator
from html import escape

from dresses.printed import Part, printed
from dresses.text import lines
from dresses.truth import Truth

BEFORE = (
    "首页 期刊大全 论文范文 投稿指南 在线客服",
    "当前位置：首页 > 论文范文 > 人文社科 > 正文",
)
AFTER = (
    "上一篇：乡村集市的日历",
    "下一篇：怎样给旧地图编目",
    "相关文章",
    "谈谈县志里的雨水记录 2019-03-02",
    "一份手抄菜谱的来历 2018-11-20",
    "渔汛与潮水：三代人的笔记 2017-06-15",
    "发表评论 分享到 打印本页 返回顶部",
    "版权所有 江左论文网 备案号00000000 客服电话000-00000000",
)


def _facts(truth: Truth) -> str:
    people = f"作者：{' '.join(truth.authors)}　" if truth.authors else ""
    source = f"来源：{truth.source}　" if truth.source else ""
    return f"{people}{source}发布时间：{truth.year or 2019}-05-12 09:41　浏览：1024次"


def copied(truth: Truth) -> str:
    """Text as a reader marks and copies it."""
    rows = [line for line, _ in lines(truth, gap=False, indent="　　")]
    return "\n".join([*BEFORE, rows[0], _facts(truth), "字号：大 中 小", *rows[1:], *AFTER]) + "\n"


def page(truth: Truth) -> str:
    """HTML without a word of what is what, as such sites have it."""
    crumbs = " &gt; ".join(
        f'<a href="/{nth}/">{one}</a>' for nth, one in enumerate(["首页", "论文", "正文"])
    )
    menu = "".join(f'<li><a href="#">{one}</a></li>' for one in BEFORE[0].split())
    after = "".join(
        f'<li><a href="/a/{nth}.html">{one}</a></li>' for nth, one in enumerate(AFTER[3:6])
    )
    return (
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>{escape(truth.title)}_论文范文"
        f"_江左论文网</title></head><body><div class='top'><ul>{menu}</ul></div>\n"
        f"<div class='path'>当前位置：{crumbs}</div>\n<div class='main'>\n"
        f"<h1>{escape(truth.title)}</h1>\n<div class='info'>{_facts(truth)}</div>\n"
        f"<div class='content'>\n{''.join(_content(truth))}</div>\n"
        f"<div class='pages'><p>{AFTER[0]}</p><p>{AFTER[1]}</p></div></div>\n"
        f"<div class='side'><h3>{AFTER[2]}</h3><ul>{after}</ul></div>\n"
        f"<div class='share'>{AFTER[6]}</div><div class='foot'>{AFTER[7]}</div></body></html>\n"
    )


def _content(truth: Truth) -> Iterator[str]:
    for part in printed(truth)[1:]:
        yield _block(part)


def _block(part: Part) -> str:
    after = part.kind == "formula"
    text = escape(f"{part.text}　{part.label}" if after else part.label + part.text)
    if part.kind in ("heading", "references"):
        return f"<p>　　<strong>{text}</strong></p>\n"
    if part.kind == "table":
        rows = "".join(
            f"<tr>{''.join(f'<td><p>{escape(cell)}</p></td>' for cell in row)}</tr>"
            for row in part.rows
        )
        return f"<table border='1'><tbody>{rows}</tbody></table>\n"
    if part.kind == "caption":
        image = '<p align="center"><img src="/up/1.png" alt=""></p>\n' * text.startswith("图")
        return f'{image}<p align="center">{text}</p>\n'
    if part.kind in ("reference", "note"):
        return f"　　{text}<br />\n"
    return f"<p>　　{text}</p>\n"
