"""Cutting: fast in bulk, light at the keyboard, and the same words from both."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers_store.text.fold import fold_text
from papers_store.text.tokenizer import (
    Tokenizer,
    cut_all,
    extract_keywords,
    is_word,
    write_dictionary,
)

PROSE = (
    "阅读推广是图书馆的基本服务之一。近年来，随着新媒体的发展，读者获取信息的方式发生了很大变化，"
    "图书馆需要重新思考产品和服务之间的关系。和服纹样的研究，则属于服饰史的范围。"
    "城市热岛强度与下垫面性质有关，夜间尤其明显；湖泊水位的年际变化主要受降水控制。"
    "稻田甲烷排放量因灌溉方式不同而相差数倍，茶叶中儿茶素的含量随采摘时间改变。"
)

REAL_PAGES = sorted((Path(__file__).parents[4] / "shared" / "pages").rglob("*.txt"))


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tokenizer]:
    path = tmp_path_factory.mktemp("words") / "dictionary.sqlite3"
    write_dictionary(path)
    tokenizer = Tokenizer(path)
    yield tokenizer
    tokenizer.close()


def borders(words: list[str]) -> set[int]:
    """Where in a text its words end."""
    return set(accumulate(map(len, words)))


def test_both_tokenizers_agree_on_prose(tokenizer: Tokenizer) -> None:
    assert tokenizer.cut(PROSE) == cut_all(PROSE)


def test_both_tokenizers_agree_on_nearly_every_border_of_words_in_any_order(
    tokenizer: Tokenizer,
) -> None:
    chance = Random(1)
    words = tokenizer.cut(PROSE)
    texts = ["".join(chance.choices(words, k=40)) for _ in range(100)]
    one = [(n, end) for n, text in enumerate(texts) for end in borders(cut_all(text))]
    other = [(n, end) for n, text in enumerate(texts) for end in borders(tokenizer.cut(text))]
    assert len({*one} & {*other}) >= 0.99 * len({*one} | {*other})


@pytest.mark.skipif(not REAL_PAGES, reason="no real pages at hand")
def test_both_tokenizers_agree_on_real_pages(tokenizer: Tokenizer) -> None:
    for page in REAL_PAGES:
        text = fold_text(page.read_text(encoding="utf-8", errors="replace")[:20_000])
        one, other = borders(cut_all(text)), borders(tokenizer.cut(text))
        assert len(one & other) >= 0.99 * len(one | other)


def test_a_word_is_cut_at_its_borders_not_at_those_of_its_characters(tokenizer: Tokenizer) -> None:
    assert tokenizer.cut("产品和服务") == ["产品", "和", "服务"]
    assert tokenizer.cut("和服纹样")[0] == "和服"


@given(st.text(max_size=60))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(cut_all(text)) == text


def test_punctuation_is_no_word() -> None:
    assert [token for token in ("阅读", "abc", "3", "，", " ", "——", "%") if is_word(token)] == [
        "阅读",
        "abc",
        "3",
    ]


def test_keywords_name_what_a_text_is_about() -> None:
    text = "稻田灌溉影响甲烷排放。" * 5 + "稻田甲烷的测量方法有很多，灌溉制度不同，甲烷不同。"
    found = extract_keywords(text, 3)
    assert len(found) == 3
    assert "甲烷" in found and "稻田" in found


@pytest.mark.slow
def test_the_shared_temporary_folder_is_left_alone_and_nothing_is_logged(tmp_path: Path) -> None:
    shared, cache = tmp_path / "shared", tmp_path / "cache"
    shared.mkdir()
    code = (
        "from papers_store.text.tokenizer import extract_keywords, write_dictionary\n"
        "from pathlib import Path\n"
        "extract_keywords('图书馆阅读推广')\n"
        f"write_dictionary(Path({str(tmp_path / 'words.sqlite3')!r}))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={"TMPDIR": str(shared), "XDG_CACHE_HOME": str(cache), "PATH": ""},
        capture_output=True,
        check=True,
    )
    assert ran.stderr == b""
    assert list(shared.iterdir()) == []
