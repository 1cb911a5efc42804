"""Kinds of entries that journals print and the standard's own examples do not show."""

from typing import Any

import pytest

from papers_store.parser.references.citation_parser import read_reference

EDITION_OF_1987: list[tuple[str, dict[str, Any]]] = [
    (
        "周立言. 水渠小史. 武汉: 江左书社, 2003. 63 页. 16",
        {
            "title": "水渠小史",
            "place": "武汉",
            "publisher": "江左书社",
            "year": 2003,
            "pages": "16",
        },
    ),
    (
        "周立言. 水渠小史. 武汉: 江左书社, 2003. 63 页",
        {"publisher": "江左书社", "year": 2003, "pages": None},
    ),
    (
        "周立言. 水渠小史. 武汉: 江左书社, 2003. ISBN 978-7-00-000000-2. 21～23",
        {"publisher": "江左书社", "year": 2003, "pages": "21～23"},
    ),
    (
        "Hill A, Brook C. Canals and people. 2nd ed. London: River Books, 1991. 210 p. "
        "Water in history. ISBN 0-00-000000-1",
        {
            "title": "Canals and people",
            "edition": "2nd ed",
            "place": "London",
            "publisher": "River Books",
            "year": 1991,
        },
    ),
    (
        "周立言. 渠首的祭祀. 见: 郑一鸣编. 水的风俗. 武汉: 江左书社, 1999. 30～41",
        {
            "authors": ("周立言",),
            "title": "渠首的祭祀",
            "container": "水的风俗",
            "editors": ("郑一鸣",),
            "publisher": "江左书社",
            "year": 1999,
            "pages": "30～41",
        },
    ),
    (
        "Hill A. Counting sluices. In: Brook C, ed. Water and numbers. 3rd ed. Hillside Press, "
        "2001. 5～19",
        {
            "authors": ("Hill A",),
            "title": "Counting sluices",
            "container": "Water and numbers",
            "editors": ("Brook C",),
            "edition": "3rd ed",
            "publisher": "Hillside Press",
            "year": 2001,
            "pages": "5～19",
        },
    ),
    (
        "Hill A. On wells. Brook C, trans. In: Stone D, ed. Water letters. Vale House, 1988. 7",
        {"title": "On wells", "translators": ("Brook C",), "container": "Water letters"},
    ),
    (
        "周立言. 水闸的记录: 〔学位论文〕. 武汉: 江左大学, 2013. 40",
        {
            "title": "水闸的记录",
            "place": "武汉",
            "publisher": "江左大学",
            "year": 2013,
            "pages": "40",
        },
    ),
    (
        "Hill A. Water rights: 〔dissertation〕. University of the Hills, 2015.",
        {"title": "Water rights", "publisher": "University of the Hills", "container": None},
    ),
    (
        "Hill A. Lock gate. U.S., Patent, 7654321. 1985.4.2",
        {"title": "Lock gate", "place": "U.S.", "document_number": "7654321", "year": 1985},
    ),
    (
        "周立言. 水渠通志 卷 3. 2 版. 江左书社, 1986. 400 页",
        {"title": "水渠通志", "volume": "3", "edition": "2 版", "publisher": "江左书社"},
    ),
    (
        "河道管理委员会. 水渠管理规范 GB/T 54321-2014. 北京: 江左书社, 2014.",
        {"title": "水渠管理规范", "document_number": "GB/T 54321-2014", "publisher": "江左书社"},
    ),
    ("Hill A. Sluice songs. Hilltop Records, 2009.", {"publisher": "Hilltop Records"}),
    ("水渠开闸仪式. 见: 江左网. 2004", {"title": "水渠开闸仪式", "container": "江左网"}),
]

MARKED: list[tuple[str, dict[str, Any]]] = [
    # Pages alone behind a host.
    (
        "Lee K, 2021. Reading gauges[C]//WATERCONF: 4.",
        {"container": "WATERCONF", "pages": "4", "year": 2021, "volume": None},
    ),
    (
        "周立言, 2021. 读水尺[C]//水文论坛论文集: 12-19.",
        {"container": "水文论坛论文集", "pages": "12-19"},
    ),
    # Maps.
    (
        "周立言. 江左渠系图. 1:25000[CM]. 北京: 江左书社, 2021. 128cm×84cm.",
        {"title": "江左渠系图", "place": "北京", "publisher": "江左书社", "year": 2021},
    ),
    (
        "周立言. 江左渠系图: 1∶50万[CM]. 北京: 江左书社, 2021.",
        {"title": "江左渠系图", "publisher": "江左书社"},
    ),
    # Years with a letter, of an older calendar, and ranges.
    (
        "周立言. 分水[J]. 水利史学报, 2000b, 23(4): 315-320.",
        {"container": "水利史学报", "year": 2000, "volume": "23", "issue": "4"},
    ),
    (
        "周立言, 1865（清同治四年）b. 分水记[M]. 刻本. 金陵: 某氏.",
        {"authors": ("周立言",), "year": 1865, "title": "分水记", "edition": "刻本"},
    ),
    (
        "周立言. 分水记[M]. 刻本. 金陵: 某氏, 1865（清同治四年）.",
        {"year": 1865, "publisher": "某氏", "place": "金陵"},
    ),
    (
        "Lee K, 1826/1827. Sluices at dusk[Z]. Hilltown: The Gallery.",
        {"authors": ("Lee K",), "year": 1826, "title": "Sluices at dusk"},
    ),
    # Law reports.
    (
        "Hill v. Brook[A]//F.2d: Vol. 51. 1991: 1128.",
        {"container": "F.2d", "volume": "51", "year": 1991, "pages": "1128"},
    ),
    (
        "Anon, 1976. Hill v. Brook[A]//Hil.3d: Vol. 17. 425.",
        {"container": "Hil.3d", "volume": "17", "pages": "425"},
    ),
    (
        "周某诉郑某用水案: （2013）江民终字第97号[A]. 江左法院, 2013.",
        {"title": "周某诉郑某用水案", "document_number": "（2013）江民终字第97号"},
    ),
    (
        "River Act[A]//Hil. Bus. & Prof. Code: Vol. 2. 2005: 22948.",
        {"container": "Hil. Bus. & Prof. Code", "volume": "2", "pages": "22948"},
    ),
    # Numbers of documents, with words.
    (
        "Brook D. Data from: Effects of water: HILDA 12345; Version V1[DS]. HILDA, 2018.",
        {"title": "Data from: Effects of water", "document_number": "HILDA 12345; Version V1"},
    ),
    (
        "Brook D. Profile of mills: Issue Brief No. 1[R]. Hilltown: Hill Office, 2012.",
        {"title": "Profile of mills", "document_number": "Issue Brief No. 1"},
    ),
    (
        "Brook D. The hill concertos: Concertos HWV 10 & 11[Z]. Vale, 2010.",
        {"title": "The hill concertos: Concertos HWV 10 & 11", "document_number": None},
    ),
    # Standards.
    (
        "河道管理委员会. 水尺: GB/T 54321—2014[S/OL]. 北京: 江左书社, 2014[2020-05-06].",
        {
            "type": "S",
            "medium": "OL",
            "title": "水尺",
            "document_number": "GB/T 54321—2014",
            "accessed": "2020-05-06",
        },
    ),
    (
        "河道管理委员会. ISO/IEC 5432-1:2018 Water gauges[S]. Geneva: ISO.",
        {"title": "Water gauges", "document_number": "ISO/IEC 5432-1:2018", "year": 2018},
    ),
    (
        "水利部. 关于水尺的通知: 水函〔2019〕3号[Z]. 2019-12-16.",
        {"title": "关于水尺的通知", "document_number": "水函〔2019〕3号", "accessed": None},
    ),
    ("周立言. 分水研究[D]. 江左大学硕士学位论文, 2012.", {"publisher": "江左大学"}),
    # Patents.
    (
        "周立言. 一种水闸: 中国, 201910000001.2[P]. 2019-03-04.",
        {"title": "一种水闸", "place": "中国", "document_number": "201910000001.2", "year": 2019},
    ),
    (
        "Hill A. Lock gate: U.S., 7654321[P]. 1999-03-04.",
        {"title": "Lock gate", "place": "U.S.", "document_number": "7654321"},
    ),
    (
        "周立言. 一种水闸[P]. 中国专利: 201910000001.2, 2019-03-04.",
        {"title": "一种水闸", "document_number": "201910000001.2", "publisher": None},
    ),
    # Names.
    (
        "Hill J, Stone V. Gauges[J]. Water, 2004, 50(6): 12-18.",
        {"authors": ("Hill J", "Stone V"), "title": "Gauges"},
    ),
    (
        "Hill j, Stone-brook k l. Gauges[J]. Water, 2004, 50(6): 12-18.",
        {"authors": ("Hill j", "Stone-brook k l"), "title": "Gauges"},
    ),
    (
        "deGroot A, al-Masri B. Gauges[J]. Water, 2004, 50(6): 12-18.",
        {"authors": ("deGroot A", "al-Masri B")},
    ),
    ("周立言和郑一鸣.分水[J].水利史学报,2010,3(2):1-9.", {"authors": ("周立言", "郑一鸣")}),
    # Pages that are no plain numbers.
    (
        "Lee K. Gauges[J]. Water, 2023, 12: wtab067.",
        {"container": "Water", "year": 2023, "volume": "12", "pages": "wtab067"},
    ),
    ("周立言.开闸[J].水利史学报,2010(2):封面.", {"issue": "2", "pages": "封面"}),
    ("周立言.水渠小史[M].武汉:江左书社,2003:前言1.", {"pages": "前言1"}),
    ("Lee K. Gauges[M]. London: Vale, 2001: xii-xv.", {"publisher": "Vale", "pages": "xii-xv"}),
    # Journals.
    ("周立言.分水[J].江左出版,2010(2):1-9.", {"container": "江左出版", "edition": None}),
    (
        "Lee K, 2009. 分水[J]. 周立言, 译. 水利史学报(2): 1-9.",
        {"container": "水利史学报", "translators": ("周立言",), "issue": "2"},
    ),
    (
        "Lee K. Gauges[J]. Water, 2015, 356(2 Pt B): 321-31. (编辑：周立言)",
        {"container": "Water", "issue": "2 Pt B", "pages": "321-31"},
    ),
    ("Lee K. Gauges[M].Hilltown:Vale Press,2005,6:402", {"publisher": "Vale Press", "year": 2005}),
    # Hosts.
    (
        "Lee K. Gauges[C]//In: Hill A, ed. Water and numbers. London: Vale, 2001: 5-9.",
        {"container": "Water and numbers", "editors": ("Hill A",), "place": "London"},
    ),
    # A volume that looks like a year stands behind it.
    (
        "周立言.分水[J].水利史学报,1999, 2005:12.",
        {"container": "水利史学报", "year": 1999, "volume": "2005", "pages": "12"},
    ),
    # Titles of digits alone.
    ("Hill G. 1984[M]. London: Vale, 2001.", {"authors": ("Hill G",), "title": "1984"}),
    ("周立言. 1984[M]. 北京: 江左书社, 2001.", {"authors": ("周立言",), "title": "1984"}),
    ("S. Res. 438[A]//Hil. Rec.: Vol. 162. 2016: 2394.", {"authors": (), "title": "S. Res. 438"}),
    # Editions and people.
    (
        "史密斯著；周立言译. 水尺[M]. 北京: 江左书社, 1999.",
        {"authors": ("史密斯", "周立言"), "title": "水尺"},
    ),
    (
        "Lee K. Gauges (3rd ed.)[M]. London: Vale, 2001.",
        {"title": "Gauges", "edition": "3rd ed.", "publisher": "Vale"},
    ),
    (
        "史密斯.水尺[M].周立言,郑一鸣,译.2版.北京:江左书社,2001.",
        {"translators": ("周立言", "郑一鸣"), "edition": "2版", "publisher": "江左书社"},
    ),
    (
        "Hill A. Agency report: Fiscal Year 2017[R]. 2017.",
        {"title": "Agency report: Fiscal Year 2017", "document_number": None},
    ),
    ("Hill A. Sluices: 10203040[D]. Hill University, 2017.", {"title": "Sluices", "year": 2017}),
    (
        "周立言. 分水[C]//郑一鸣. 水渠年会论文集: 2011年卷. 北京: 江左书社, 2011: 45-52.",
        {"container": "水渠年会论文集", "volume": "2011年卷", "pages": "45-52"},
    ),
    ("Lee K. Gauges[M]//Hill A. Water．2 版．", {"container": "Water", "edition": "2 版"}),
    (
        "Lee K. Notes on gauges[Z]. Department of Rivers, University of the Hills, 2019.",
        {"place": "Department of Rivers, University of the Hills", "publisher": None},
    ),
    ("江左水志: 山区卷[M]. 武汉: 江左书社, 2001.", {"title": "江左水志", "volume": "山区卷"}),
]

UNMARKED: list[tuple[str, dict[str, Any]]] = [
    # A host behind slashes.
    (
        "周立言. 分水//郑一鸣. 水的规矩. 北京: 江左书社, 2011: 98.",
        {"title": "分水", "container": "水的规矩", "editors": ("郑一鸣",), "pages": "98"},
    ),
    # Pages that look like years.
    (
        "Lee A. Reading gauges. Water Research, 21(9), 1578-1584.",
        {"container": "Water Research", "volume": "21", "issue": "9", "pages": "1578-1584"},
    ),
    (
        "Lee, A. (2005). Reading gauges. Water Research, 21, 1578-1584.",
        {"container": "Water Research", "year": 2005, "volume": "21", "pages": "1578-1584"},
    ),
    # The year behind the author, and 《》 around the titles.
    (
        "周立言，2006：《分水问题研究》，《水利史》第4期。",
        {"authors": ("周立言",), "year": 2006, "container": "水利史", "issue": "4"},
    ),
    (
        "周立言、郑一鸣，2006a，《分水问题研究》，《水利史》第4期，第10—12页。",
        {"authors": ("周立言", "郑一鸣"), "year": 2006, "pages": "10—12"},
    ),
    (
        "周立言（2006）：《分水问题研究》，江左书社。",
        {"authors": ("周立言",), "year": 2006, "publisher": "江左书社"},
    ),
    (
        "周立言：《分水》，载郑一鸣主编：《水的规矩》，北京：江左书社，2011年，第98页。",
        {
            "title": "分水",
            "container": "水的规矩",
            "editors": ("郑一鸣",),
            "place": "北京",
            "publisher": "江左书社",
            "pages": "98",
        },
    ),
    (
        "[美]史密斯：《水的历史》（上卷），周立言、郑一鸣译，北京：江左书社，1999年，第3页。",
        {
            "title": "水的历史",
            "volume": "上卷",
            "translators": ("周立言", "郑一鸣"),
            "place": "北京",
            "publisher": "江左书社",
        },
    ),
    (
        "《江左选集》第1卷，江左书社2012年版，第35页。",
        {"title": "江左选集", "volume": "1", "publisher": "江左书社", "pages": "35"},
    ),
    (
        "周立言：《分水研究》，博士学位论文，江左大学，2011年，第9页。",
        {"publisher": "江左大学", "year": 2011, "pages": "9"},
    ),
    ("参见周立言：《分水》，江左书社2011年版，第98页。", {"authors": ("周立言",), "title": "分水"}),
    (
        "John Smith, The History of Water, New Hill: Vale Press, 2001, p. 23.",
        {
            "authors": ("John Smith",),
            "title": "The History of Water",
            "place": "New Hill",
            "publisher": "Vale Press",
            "pages": "23",
        },
    ),
    (
        "John Smith, “Sharing Water,” Journal of Water, Vol. 12, No. 3, 2001, pp. 23-45.",
        {"container": "Journal of Water", "volume": "12", "issue": "3", "pages": "23-45"},
    ),
    # Vancouver.
    (
        "Lee K. Sharing water. In: Brook K, Hill A (eds). Handbook. London: Vale, 2001. p. 5-9.",
        {"container": "Handbook", "editors": ("Brook K", "Hill A"), "pages": "5-9"},
    ),
    (
        "Lee K. Water [Internet]. 2010 [cited 2012 Mar 3]. Available from: http://x.org/a",
        {"title": "Water", "year": 2010, "accessed": "2012 Mar 3", "url": "http://x.org/a"},
    ),
    (
        "Lee K. Reading. arXiv preprint arXiv:1412.69801, 2014.",
        {"container": "arXiv preprint arXiv:1412.69801", "year": 2014, "publisher": None},
    ),
    (
        "Lee K, Hill J. Reading gauges. Water 2010;59:10-2.",
        {"container": "Water", "year": 2010, "volume": "59", "pages": "10-2"},
    ),
    (
        "Lee K, Hill J. Reading gauges. N Engl J Water 2012 Mar 3;366(9):780-7.",
        {"container": "N Engl J Water", "year": 2012, "volume": "366", "issue": "9"},
    ),
    (
        "Lee K, Hill J. Reading gauges. Water. 2010 Mar;59(3):10-2.",
        {"container": "Water", "year": 2010, "volume": "59", "issue": "3", "pages": "10-2"},
    ),
    # A comma between title and journal.
    (
        "周立言，郑一鸣.山区水渠的分水，水利史学报，2003，12(3)：1-4.",
        {"title": "山区水渠的分水", "container": "水利史学报", "year": 2003, "pages": "1-4"},
    ),
    (
        "Lee K, Hill J. Reading gauges by night, Journal of Water, 2003, 12(3): 1-4.",
        {"title": "Reading gauges by night", "container": "Journal of Water", "volume": "12"},
    ),
    # Editions and theses.
    (
        "Lee, A. (2005). Reading gauges (3rd ed.). London: Vale Press.",
        {"title": "Reading gauges", "edition": "3rd ed.", "publisher": "Vale Press"},
    ),
    (
        "Lee, A. (2005). Reading gauges (Doctoral dissertation, University of the Hills).",
        {"title": "Reading gauges", "publisher": "University of the Hills", "year": 2005},
    ),
    (
        "周立言. 分水研究[博士学位论文]. 武汉: 江左大学, 2013.",
        {"title": "分水研究", "place": "武汉", "publisher": "江左大学", "container": None},
    ),
    (
        "周立言. 分水研究. 江左大学博士学位论文, 2013.",
        {"title": "分水研究", "publisher": "江左大学", "year": 2013},
    ),
    ("周立言，郑一鸣.21世纪的水渠.水利史学报，2007，23(3)：1-5.", {"title": "21世纪的水渠"}),
    (
        "江左类书 卷 690 水部七. 影印本. 北京: 江左书社, 1985.",
        {"title": "江左类书", "volume": "690", "edition": "影印本", "authors": ()},
    ),
    ("Hill A. Words of water v. 7. Vale House, 2000.", {"title": "Words of water", "volume": "7"}),
    # Without authors.
    (
        "水渠日记. 西安: 江左出版社, 1986.",
        {"authors": (), "title": "水渠日记", "place": "西安", "publisher": "江左出版社"},
    ),
    (
        "江左县委反对改建水渠. 江左日报, 1933.8.11(第1张第4版)",
        {"authors": (), "title": "江左县委反对改建水渠", "container": "江左日报", "year": 1933},
    ),
    (
        "周立言. 江左水系图. 1:250000. 北京: 江左书社, 2010. 50cm×70cm",
        {"title": "江左水系图", "place": "北京", "publisher": "江左书社", "year": 2010},
    ),
    (
        "江左学会编. 水利史学报. 1978, 1(1)—1990, 13(4). 北京: 江左书社, 1978—1990.",
        {"title": "水利史学报", "volume": "1978, 1(1)-1990, 13(4)", "publisher": "江左书社"},
    ),
    (
        "Hill J. Teaching water with “Dr. River”. Water, 2018, 13(3): 5-9",
        {"title": "Teaching water with “Dr. River”", "container": "Water"},
    ),
    # A chapter, a talk, MLA, Chicago, a journal of China with its year.
    (
        "Lee, A. (2010). Gauges. In K. Brook (Ed.), Handbook of water (2nd ed., pp. 23-45). "
        "London: Vale.",
        {
            "container": "Handbook of water",
            "editors": ("K. Brook",),
            "edition": "2nd ed.",
            "pages": "23-45",
            "place": "London",
            "publisher": "Vale",
        },
    ),
    (
        "Lee, A. (2010, May). Gauges. Paper presented at the Meeting on Water, Hilltown.",
        {"title": "Gauges", "container": "Meeting on Water, Hilltown"},
    ),
    (
        'Lee, A. "Reading Gauges." Journal of Water 12.3 (2010): 45-67.',
        {"title": "Reading Gauges", "container": "Journal of Water", "volume": "12", "issue": "3"},
    ),
    (
        "Lee A. Reading gauges. Journal of Water 12, no. 3 (2010): 45-67.",
        {"container": "Journal of Water", "volume": "12", "issue": "3", "year": 2010},
    ),
    (
        "周立言. 分水研究. 水利史学报 2003年第4期.",
        {"container": "水利史学报", "year": 2003, "issue": "4"},
    ),
    (
        "周立言. 分水研究. 水利史学报, 第5卷第5号, 1918年11月15日.",
        {"container": "水利史学报", "volume": "5", "issue": "5", "year": 1918},
    ),
    (
        "Lee A. Gauges. Translated by Hill B. London: Vale, 1995.",
        {"translators": ("Hill B",), "place": "London", "publisher": "Vale", "year": 1995},
    ),
    ("江左县水渠管理办法.", {"title": "江左县水渠管理办法", "authors": ()}),
]


@pytest.mark.parametrize(("text", "parts"), EDITION_OF_1987 + MARKED + UNMARKED)
def test_kinds_of_entries_come_apart(text: str, parts: dict[str, Any]) -> None:
    found = read_reference(text, 7)
    assert {name: getattr(found, name) for name in parts} == parts
    assert found.text == text


def test_nothing_but_a_pointer_to_an_entry_above_has_no_title() -> None:
    assert read_reference("同上, 第45页.").title is None
    assert read_reference("Ibid., p. 45.").title is None


BILINGUAL = [
    "LI Shan, HE Shui. Sharing water in the hills[J]. Water History, 2007, 4(4): 1-9. "
    "李山，何水. 山区的分水[J]. 水利史学报, 2007, 4(4): 1-9.",
    "LI Shan, HE Shui. Sharing water in the hills[J]. Water History, 2007, 4(4): 1-9. "
    "[李山, 何水. 山区的分水[J]. 水利史学报, 2007, 4(4): 1-9.]",
    "Li S, He S. (2007). Sharing water in the hills. Water History, 4(4), 1-9. "
    "[李山, 何水. (2007). 山区的分水. 水利史学报, 4(4), 1-9.]",
    "Li S, He S. Sharing water in the hills. Water History, 2007, 4(4): 1-9. "
    "李山, 何水. 山区的分水. 水利史学报, 2007, 4(4): 1-9.",
]


@pytest.mark.parametrize("text", BILINGUAL)
def test_a_bilingual_entry_has_the_titles_of_both_halves(text: str) -> None:
    found = read_reference(text)
    assert found.title == "Sharing water in the hills"
    assert found.parallel_title == "山区的分水"
    assert (found.container, found.year, found.pages) == ("Water History", 2007, "1-9")


def test_a_bilingual_entry_may_begin_in_chinese() -> None:
    found = read_reference(
        "[李山，何水，2007．山区的分水[J]．水利史学报，4(4)：1-9．]"
        "Li S, He S, 2007. Sharing water in the hills[J]. Water History, 4(4): 1-9. "
        "DOI: 10.1000/hills"
    )
    assert found.title == "山区的分水"
    assert found.authors == ("李山", "何水")
    assert found.parallel_title == "Sharing water in the hills"
    assert found.doi == "10.1000/hills"
