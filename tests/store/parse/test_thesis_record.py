"""Records of theses, and pages of reprints, as libraries print them."""

from collections.abc import Callable

import pytest

from papers_store.article import Article

Read = Callable[[str], Article]

RECORD = """§ 論文查詢
論文名稱{colon}山區水渠之分水規矩
論文名稱(外文){colon}Rules of a Hill Canal
研究生{colon}周立言
研究生(外文){colon}Li-Yan Chou
指導教授{colon}鄭一鳴
學位類別{colon}碩士
校院名稱{colon}江左大學
系所名稱{colon}水利學系
論文出版年{colon}97
中文關鍵詞{colon}水渠、分水
外文關鍵詞{colon}canal、water sharing
"""
ABSTRACT = (
    "本文以三個鄉鎮的水渠為例，說明灌溉組織如何分配用水，並考察其規矩的由來與變化，"
    "所據材料以碑刻與老人的口述為主，共計三十餘種。"
)


@pytest.mark.parametrize("colon", [": ", "：", " "])
@pytest.mark.parametrize("label", ["中文摘要\n", "摘要：\n", ""])
def test_a_record_of_a_thesis_fills_the_fields(read: Read, colon: str, label: str) -> None:
    article = read(RECORD.format(colon=colon) + label + ABSTRACT + "\n")
    assert article.title == "山區水渠之分水規矩"
    assert article.title_en == "Rules of a Hill Canal"
    assert article.authors == ("周立言",)
    assert article.year == 2008
    assert article.keywords == ("水渠", "分水")
    assert article.keywords_en == ("canal", "water sharing")
    assert article.abstract == ABSTRACT
    assert article.front_matter["指導教授"] == "鄭一鳴"
    assert article.front_matter["研究生(外文)"] == "Li-Yan Chou"
    assert ("§ 論文查詢", "site") in [(one.text, one.reason) for one in article.leftovers]


def test_the_text_below_a_record_is_read_as_any_other(read: Read) -> None:
    text = "水渠沿山而下，經過十二個村莊，分水的規矩由各村輪流執掌。"
    article = read(f"{RECORD.format(colon='：')}摘要\n{ABSTRACT}\n目錄\n第一章 緒論\n{text}\n")
    assert article.abstract == ABSTRACT
    assert article.sections[-1].title == "緒論"
    assert article.sections[-1].paragraphs == (text,)


def test_the_fields_of_a_reprint_give_journal_and_year(read: Read) -> None:
    article = read(
        "山区水渠的分水规矩\n周立言\n"
        "【原文出处】《水利学刊》（南京）2003年第5期第23～30页\n"
        "【原刊期号】200305\n【原刊页号】23～30\n"
        "【作者简介】周立言，江左大学水利系。\n"
        f"【内容提要】{ABSTRACT}\n【关键词】水渠/分水\n【正　文】\n一、由来\n{ABSTRACT}\n"
    )
    assert (article.source, article.year) == ("水利学刊", 2003)
    assert article.keywords == ("水渠", "分水")
    assert article.front_matter["原刊页号"] == "23～30"
    assert [section.title for section in article.sections] == ["由来"]
