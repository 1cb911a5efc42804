"""One entry taken apart, as GB/T 7714 of 2005, 2015 and 2025 sets it."""

from typing import Any

import pytest

from papers_store.article import Reference
from papers_store.parser.references.citation_parser import read_reference

MARKED: list[tuple[str, dict[str, Any]]] = [
    (
        "周立言,郑一鸣,王守一,等.山区水渠的分水[J].水利史学报,2010,3(2):1-9.",
        {
            "type": "J",
            "authors": ("周立言", "郑一鸣", "王守一"),
            "et_al": True,
            "title": "山区水渠的分水",
            "container": "水利史学报",
            "year": 2010,
            "volume": "3",
            "issue": "2",
            "pages": "1-9",
        },
    ),
    (
        "周立言，郑一鸣．山区水渠的分水［Ｊ］．水利史学报，２０１０（２）：１－９．",
        {"type": "J", "year": 2010, "container": "水利史学报", "authors": ("周立言", "郑一鸣")},
    ),
    (
        "SMITH J A, LEE K, BROWN T, et al. Sharing water in the hills[J]. Water History, 2012, "
        "4(1): 20-31.",
        {
            "type": "J",
            "authors": ("SMITH J A", "LEE K", "BROWN T"),
            "et_al": True,
            "title": "Sharing water in the hills",
            "container": "Water History",
            "year": 2012,
            "volume": "4",
            "issue": "1",
            "pages": "20-31",
        },
    ),
    (
        "周立言.水渠小史[M].2版.北京:江左书社,2001:11-13.",
        {
            "type": "M",
            "authors": ("周立言",),
            "title": "水渠小史",
            "place": "北京",
            "publisher": "江左书社",
            "year": 2001,
            "pages": "11-13",
        },
    ),
    (
        "史密斯.水的历史[M].周立言,译.上海:海上书局,1999.",
        {"authors": ("史密斯",), "title": "水的历史", "place": "上海", "publisher": "海上书局"},
    ),
    (
        "王守一.分水与乡约[C]//水利史研究会.第三届水利史会议论文集.江州:明湖大学出版社,2005:33-40.",
        {
            "type": "C",
            "authors": ("王守一",),
            "title": "分水与乡约",
            "container": "第三届水利史会议论文集",
            "place": "江州",
            "publisher": "明湖大学出版社",
            "year": 2005,
            "pages": "33-40",
        },
    ),
    (
        "Lee K. Canals of stone[C]//Brown T. Proceedings of the Hill Water Meeting. London: "
        "Canal Press, 2003: 5-12.",
        {
            "type": "C",
            "title": "Canals of stone",
            "container": "Proceedings of the Hill Water Meeting",
            "place": "London",
            "publisher": "Canal Press",
            "year": 2003,
            "pages": "5-12",
        },
    ),
    (
        "王守一.分水与乡约[A].水利史论集[C].江州:明湖大学出版社,2005.33-40.",
        {"title": "分水与乡约", "container": "水利史论集", "year": 2005, "pages": "33-40"},
    ),
    (
        "郑一鸣.水渠维护研究[D].江州:明湖大学,2015.",
        {"type": "D", "place": "江州", "publisher": "明湖大学", "year": 2015},
    ),
    (
        "周立言.水渠今昔[N].江州日报,2018-07-12(11).",
        {"type": "N", "container": "江州日报", "year": 2018, "issue": "11"},
    ),
    (
        "江州市水利局.水渠普查报告[R].江州:江州市水利局,2011.",
        {"type": "R", "authors": ("江州市水利局",), "title": "水渠普查报告", "year": 2011},
    ),
    (
        "全国水利标准化委员会.渠道防渗技术:GB/T 99999-2018[S].北京:标准书社,2018.",
        {"type": "S", "title": "渠道防渗技术", "place": "北京", "year": 2018},
    ),
    (
        "周立言.一种分水闸:中国,201510000000.1[P].2016-03-09.",
        {"type": "P", "authors": ("周立言",), "title": "一种分水闸", "year": 2016},
    ),
    (
        "水利史研究会.水利史论集[G].江州:明湖大学出版社,2005.",
        {"type": "G", "title": "水利史论集"},
    ),
    (
        "江州市档案馆.水渠合同:全宗12[A].1931.",
        {"type": "A", "title": "水渠合同", "year": 1931},
    ),
    (
        "周立言.水渠地图[CM].江州:江左书社,2009.",
        {"type": "CM", "title": "水渠地图", "year": 2009},
    ),
    (
        "周立言.水渠漫谈[EB/OL].(2018-05-11)[2019-02-03].https://www.example.org/shuiqu/1.html.",
        {
            "type": "EB",
            "medium": "OL",
            "title": "水渠漫谈",
            "year": 2018,
            "url": "https://www.example.org/shuiqu/1.html",
        },
    ),
    (
        "周立言.水量观测数据[DS/OL].江州:明湖大学,2020[2021-01-05].https://data.example.org/7.",
        {"type": "DS", "medium": "OL", "year": 2020, "url": "https://data.example.org/7"},
    ),
    (
        "周立言.水渠数据库[DB/CD].江州:江左书社,2008.",
        {"type": "DB", "medium": "CD", "title": "水渠数据库"},
    ),
    (
        "周立言.分水模拟程序[CP/OL].(2017-01-02)[2018-03-04].https://example.org/cp.",
        {"type": "CP", "medium": "OL", "year": 2017},
    ),
    (
        "周立言.轮灌的一般模型[PP/OL].(2023-05-06)[2024-01-02].https://doi.org/10.5555/pp.1.",
        {"type": "PP", "medium": "OL", "year": 2023, "doi": "10.5555/pp.1"},
    ),
    (
        "周立言.山区水渠[J/OL].水利史学报,2010,3(2):1-9[2011-01-01].https://example.org/1.DOI:10.5555/sls.2010.1.",
        {
            "type": "J",
            "medium": "OL",
            "container": "水利史学报",
            "pages": "1-9",
            "doi": "10.5555/sls.2010.1",
        },
    ),
    (
        "周立言.磁带上的水渠[M/MT].北京:江左书社,1988.",
        {"type": "M", "medium": "MT", "title": "磁带上的水渠"},
    ),
    (
        "周立言.山区水渠[J].水利史学报,2010,3(增刊1):1-9.",
        {"volume": "3", "issue": "增刊1", "pages": "1-9"},
    ),
    (
        "周立言. 山区水渠[J]. 水利史学报, 2010, 3(2): 1～9.",
        {"pages": "1～9", "volume": "3"},
    ),
    (
        "周立言.山区水渠[J].水利史学报,2O10,3(2):1-9.",
        {"year": 2010},
    ),
    (
        "周立言.山区水渠[j].水利史学报,2010(2):1-9.(Zhou Liyan. Hill canals[J]. Journal of Water "
        "History, 2010(2): 1-9.)",
        {"title": "山区水渠", "container": "水利史学报", "year": 2010, "pages": "1-9"},
    ),
]

UNMARKED: list[tuple[str, dict[str, Any]]] = [
    (
        "周立言.山区水渠的分水.水利史学报,2010,3(2):1-9.",
        {
            "authors": ("周立言",),
            "title": "山区水渠的分水",
            "container": "水利史学报",
            "year": 2010,
            "volume": "3",
            "issue": "2",
            "pages": "1-9",
        },
    ),
    (
        "Smith J, Lee K. Sharing water in the hills. Water History, 2012, 4(1): 20-31.",
        {
            "authors": ("Smith J", "Lee K"),
            "title": "Sharing water in the hills",
            "container": "Water History",
            "pages": "20-31",
        },
    ),
    (
        "《水渠小史》,江左书社,2001年。",
        {"title": "水渠小史", "publisher": "江左书社", "year": 2001, "authors": ()},
    ),
    (
        "周立言：《水渠小史》，北京：江左书社，2001年，第11页。",
        {
            "authors": ("周立言",),
            "title": "水渠小史",
            "place": "北京",
            "publisher": "江左书社",
            "year": 2001,
            "pages": "11",
        },
    ),
    (
        "周立言、郑一鸣主编：《水渠小史》，江左书社2001年版，第11—13页。",
        {"authors": ("周立言", "郑一鸣"), "publisher": "江左书社", "year": 2001, "pages": "11—13"},
    ),
    (
        "周立言：《山区水渠的分水》，《水利史学报》2010年第2期。",
        {"title": "山区水渠的分水", "container": "水利史学报", "year": 2010, "issue": "2"},
    ),
    (
        "周立言,郑一鸣.(2010).山区水渠的分水.水利史学报,3(2),1-9.",
        {
            "authors": ("周立言", "郑一鸣"),
            "title": "山区水渠的分水",
            "container": "水利史学报",
            "year": 2010,
            "volume": "3",
            "issue": "2",
            "pages": "1-9",
        },
    ),
    (
        "Smith, J. A., & Lee, K. (2012). Sharing water in the hills. Water History, 4(1), 20-31. "
        "https://doi.org/10.5555/wh.2012.7",
        {
            "title": "Sharing water in the hills",
            "container": "Water History",
            "year": 2012,
            "volume": "4",
            "doi": "10.5555/wh.2012.7",
        },
    ),
    (
        "Smith, J. (2O12). Sharing water. Water History, 4(1), 20-31.",
        {"year": 2012, "title": "Sharing water"},
    ),
    (
        "Smith, J. (199O). Sharing water. Water History, 4(1), 20-31.",
        {"year": 1990, "title": "Sharing water"},
    ),
    (
        "Smith, J. (20l7). Sharing water. Water History, 4(1), 20-31.",
        {"year": 2017, "title": "Sharing water"},
    ),
    (
        "周立言.水渠小史.北京：江左书社，2001：3-5. Zhou Liyan. A Short History of Canals. "
        "Beijing: Jiangzuo Press, 2001: 3-5.",
        {
            "title": "水渠小史",
            "place": "北京",
            "publisher": "江左书社",
            "year": 2001,
            "pages": "3-5",
        },
    ),
    (
        "江州市水利局.水渠普查办法.[2015-04-24].http://www.example.org/a.html",
        {
            "authors": ("江州市水利局",),
            "title": "水渠普查办法",
            "publisher": None,
            "url": "http://www.example.org/a.html",
        },
    ),
    (
        "Smith, J. (2012). Sharing water. Water History, 4(1), 20-31.",
        {"authors": ("Smith, J",), "title": "Sharing water"},
    ),
    (
        "Smith, J., Lee, K., ..& Brown, T. (2012). Sharing water. Water History 4(1), 20-31.",
        {
            "authors": ("Smith, J.", "Lee, K.", "Brown, T"),
            "container": "Water History",
            "volume": "4",
            "issue": "1",
            "pages": "20-31",
        },
    ),
    (
        "J. Smith, K. Lee and T. Brown, “Sharing water in the hills,” Water History, vol. 4, "
        "no. 1, pp. 20-31, Feb. 2012.",
        {
            "authors": ("J. Smith", "K. Lee", "T. Brown"),
            "title": "Sharing water in the hills",
            "container": "Water History",
            "year": 2012,
            "volume": "4",
            "issue": "1",
            "pages": "20-31",
        },
    ),
    (
        "周立言，“山区水渠的分水，”水利史学报，2010,3(2):1-9.",
        {
            "authors": ("周立言",),
            "title": "山区水渠的分水",
            "container": "水利史学报",
            "pages": "1-9",
        },
    ),
    (
        "Smith J, et al. Water History, 2012, 4: 20.",
        {"et_al": True, "title": None, "container": "Water History", "volume": "4", "pages": "20"},
    ),
    (
        "周立言．(2010)．山区水渠的分水．水利史学报，(3)，1－9．",
        {"container": "水利史学报", "issue": "3", "pages": "1－9", "volume": None},
    ),
    (
        "周立言.(2010).山区水渠的分水(硕士学位论文).明湖大学,江州.",
        {"publisher": "明湖大学", "place": "江州", "year": 2010},
    ),
    (
        "Smith, J. (2012). Sharing water. Water History. Retrieved May 3, 2013, from "
        "http://www.example.org/a",
        {"container": "Water History", "url": "http://www.example.org/a"},
    ),
    (
        "Smith, J. (2012). Who owns the water? A long history of hill canals. Water History, 4, "
        "20-31.",
        {
            "title": "Who owns the water? A long history of hill canals",
            "container": "Water History",
        },
    ),
    (
        "Smith, J. (2012). Who owns the water? Water History, 4(1), 20-31.",
        {"title": "Who owns the water?", "container": "Water History"},
    ),
    (
        "Lee K. Canals of stone. London: Canal Press, 2003.",
        {"title": "Canals of stone", "place": "London", "publisher": "Canal Press", "year": 2003},
    ),
]


def check(text: str, parts: dict[str, Any]) -> Reference:
    found = read_reference(text, 5)
    assert {name: getattr(found, name) for name in parts} == parts
    return found


@pytest.mark.parametrize(("text", "parts"), MARKED)
def test_an_entry_with_a_type_mark_comes_apart(text: str, parts: dict[str, Any]) -> None:
    check(text, parts)


@pytest.mark.parametrize(("text", "parts"), UNMARKED)
def test_an_entry_without_a_type_mark_comes_apart(text: str, parts: dict[str, Any]) -> None:
    assert check(text, parts).type is None


@pytest.mark.parametrize(("text", "_"), MARKED + UNMARKED)
def test_the_text_of_an_entry_is_kept_whole(text: str, _: dict[str, Any]) -> None:
    found = read_reference(text, 5)
    assert (found.text, found.number) == (text, 5)


@pytest.mark.parametrize(
    "text", ["同上", "见正文", "……", "[]", "?", "某人手稿，未刊", "1", "《", "》《", "，，，"]
)
def test_what_cannot_be_taken_apart_keeps_its_text_and_nothing_is_made_up(text: str) -> None:
    found = read_reference(text)
    assert found.text == text
    assert (found.type, found.year, found.volume, found.url, found.doi) == (None,) * 5


@pytest.mark.parametrize(
    "slip", ["[EL/OL]", "[ED/OL]", "［EB/OL］", "[EB／OL]", "[eb/ol]", "[EB/OL）"]
)
def test_slips_in_the_mark_of_a_web_page_are_read_as_meant(slip: str) -> None:
    check(
        f"周立言.水渠漫谈{slip}.[2019-02-03].http://example.org/1.", {"type": "EB", "medium": "OL"}
    )


@pytest.mark.parametrize("year", ["2001", "(2001)", "2001年", "2001年版"])
def test_a_year_is_found_in_any_dress(year: str) -> None:
    check(f"周立言.水渠小史[M].北京:江左书社,{year}.", {"year": 2001, "publisher": "江左书社"})
