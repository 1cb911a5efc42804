"""Two pages with one title and one beginning: one article where their texts agree, else two."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from papers_store.ingest.importer import Report, import_pages
from papers_store.library import Library
from papers_store.parser import parse

TITLE = "山区水渠的分水规矩"
ABSTRACT = "".join(f"本文走访第{nth}个村庄，厘清了那里水渠分水的规矩。" for nth in range(6))
OTHERS = {
    "上": "水渠沿山而下，分水的规矩由各村轮流执掌，以香为时，香尽则闭闸，违者罚谷一石。",
    "中": "碑刻多存于庙中，拓片二百余张，字迹出自四人之手，与县志所记可以互证。",
    "下": "抗旱之年规矩最严，老人犹能道其详，今日的抽水站沿用了其中的三条。",
}


def write(folder: Path, name: str, body: str, abstract: str = ABSTRACT, line: str = "") -> str:
    """A page of the title; its path."""
    path = folder / f"{name}.txt"
    text = f"{TITLE}\n\n周立言\n\n{line}摘要：{abstract}\n关键词：水渠\n\n一、由来\n{body}\n"
    path.write_text(text, encoding="utf-8")
    return str(path)


def bodies(library: Library) -> set[str]:
    hits = library.find()
    articles = library.articles([row.id for row in hits.window(0, hits.total)])
    return {article.sections[-1].paragraphs[0] for article in articles}


@pytest.mark.parametrize("names", [("上", "下"), ("下", "上"), ("中", "上", "下")])
@pytest.mark.parametrize("together", [True, False])
def test_pages_that_differ_are_all_kept_however_often_they_are_imported(
    empty: Library, tmp_path: Path, names: Sequence[str], together: bool
) -> None:
    paths = [write(tmp_path, name, OTHERS[name]) for name in names]
    imports = [paths] if together else [[path] for path in paths]
    assert sum(import_pages(empty, given).added for given in imports) == len(names)
    assert bodies(empty) == {OTHERS[name] for name in names}
    again = [import_pages(empty, given) for given in imports]
    assert sum(report.unchanged for report in again) == len(names)
    assert bodies(empty) == {OTHERS[name] for name in names}


def test_abstracts_that_part_behind_their_beginning_are_of_two_articles(
    empty: Library, tmp_path: Path
) -> None:
    for name, text in OTHERS.items():
        (tmp_path / f"{name}.txt").write_text(f"{TITLE}\n\n摘要：{ABSTRACT}{text}\n关键词：水渠\n")
    assert import_pages(empty, [str(tmp_path)]) == Report(added=3)


def test_a_revised_page_takes_the_place_of_the_one_it_agrees_with(
    empty: Library, tmp_path: Path
) -> None:
    text = "".join(OTHERS.values())
    assert import_pages(empty, [write(tmp_path, "一", text)]).added == 1
    backwards = OTHERS["上"][::-1] * 3
    assert import_pages(empty, [write(tmp_path, "二", backwards)]).added == 1
    assert import_pages(empty, [write(tmp_path, "一", f"{text}附记一句。")]).updated == 1
    assert import_pages(empty, [write(tmp_path, "二", f"{backwards}又记。")]).updated == 1
    assert bodies(empty) == {f"{text}附记一句。", f"{backwards}又记。"}


def test_what_a_text_says_often_counts_as_often(empty: Library, tmp_path: Path) -> None:
    line = "凡轮灌之日，闸夫须记其时刻，" * 12
    edition = [
        "".join(f"版次{number}，第{nth}段，{line}" for nth in range(12)) for number in (1, 2)
    ]
    assert import_pages(empty, [write(tmp_path, "一", edition[0])]).added == 1
    assert import_pages(empty, [write(tmp_path, "二", edition[1])]).updated == 1


def test_what_is_the_same_every_year_is_another_article_each_year(
    empty: Library, tmp_path: Path
) -> None:
    paths = []
    for year in (2017, 2018, 2019):
        number = f"文章编号：1673-0000({year})01-0001-02\n"
        paths.append(write(tmp_path, str(year), f"{OTHERS['上'] * 2}{year}", line=number))
    assert import_pages(empty, paths) == Report(added=3)


def test_texts_of_one_length_that_differ_are_of_two_articles(
    empty: Library, tmp_path: Path
) -> None:
    letters = {name: "".join(filter(str.isalnum, text)) for name, text in OTHERS.items()}
    paths = [write(tmp_path, name, text[:25]) for name, text in letters.items()]
    assert [import_pages(empty, [path]).added for path in paths] == [1, 1, 1]
    assert import_pages(empty, paths) == Report(unchanged=3)


def test_pages_of_one_text_are_told_apart_by_their_numbers(empty: Library, tmp_path: Path) -> None:
    paths = []
    for issue in ("01", "02", "03"):
        path = tmp_path / f"{issue}.txt"
        number = f"文章编号：1673-0000(2018){issue}-0001-02"
        path.write_text(
            f"{TITLE}\n\n周立言\n\n{number}\n\n本期编委名单同上期。\n", encoding="utf-8"
        )
        paths.append(str(path))
    assert import_pages(empty, paths) == Report(added=3)
    assert import_pages(empty, paths) == Report(unchanged=3)
    found = empty.articles([row.id for row in empty.find().window(0, 9)])
    assert len({article.article_number for article in found}) == 3


def test_of_two_versions_in_one_import_the_one_that_is_not_kept_is_named(
    empty: Library, tmp_path: Path
) -> None:
    text = "".join(OTHERS.values())
    first, second = write(tmp_path, "一", text), write(tmp_path, "二", f"{text}附记一句。")
    assert import_pages(empty, [first, second]) == Report(added=1, repeated=(second,))
    copy = write(tmp_path, "三", text)
    assert import_pages(empty, [first, copy]) == Report(unchanged=2)


def test_the_id_of_an_article_is_the_one_it_had(empty: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "上", OTHERS["上"])
    import_pages(empty, [path, write(tmp_path, "下", OTHERS["下"])])
    article = parse(Path(path).read_bytes(), path)
    assert article.id == "1b854b09715b149f"
    assert empty.article(article.id).sections[-1].paragraphs == (OTHERS["上"],)
