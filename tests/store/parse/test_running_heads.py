"""Running heads and page numbers between the lines of a printed article."""

from collections.abc import Callable

import pytest

from papers_store.article import Article

Read = Callable[[str], Article]

FRONT = (
    "茶碑上的捐资名录\n林知远\n摘要：本文抄录三座茶亭的碑刻，考证捐资人的身份与籍贯。\n"
    "关键词：茶亭；碑刻\n一、碑刻的形制\n"
)
FIRST = "三座茶亭都建在山口，碑刻嵌在北墙，字迹尚能辨认，捐资人依所捐多少排列，"
REST = "名下注明籍贯与店号，末尾刻着立碑的年月。"
LATER = "第二座茶亭毁于大水，今存碑刻两方，记着重修的经过与工匠的姓名。"


def texts(article: Article) -> list[str]:
    return [text for section in article.sections for text in section.paragraphs]


@pytest.mark.parametrize(
    "between",
    [
        "\n12\n\f山地文史 2009 年第 4 期\n",
        "\n\n· 12 ·\n\n\f\n林知远：茶碑上的捐资名录\n\n",
        "\n\n第 4 期\n\n林知远：茶碑上的捐资名录\n\n13\n\n",
        "\n\n- 12 -\n\n山地文史\n\n第 28 卷\n\n",
    ],
)
def test_a_sentence_that_two_pages_share_is_whole(read: Read, between: str) -> None:
    article = read(f"{FRONT}{FIRST}{between}{REST}\n{LATER}\n")
    assert texts(article) == [FIRST + REST, LATER]
    kept = {one.text for one in article.leftovers}
    assert {
        line.strip() for line in between.replace("\f", "\n").split("\n") if line.strip()
    } == kept


def test_a_head_inside_a_list_is_no_part_of_an_entry(read: Read) -> None:
    entries = [
        f"[{nth}]许怀木.茶亭碑刻辑存之{nth}[M].江州:江州书局,19{80 + nth}." for nth in range(1, 5)
    ]
    text = f"{FRONT}{FIRST}{REST}\n\n参考文献\n" + "\n".join(entries[:2])
    text += "\n\n83\n\n山地文史 2009 年第 4 期\n\n" + "\n".join(entries[2:]) + "\n\n84\n"
    article = read(text)
    assert [f"[{one.number}]{one.text}" for one in article.references] == entries
    assert [one.text for one in article.leftovers] == ["83", "山地文史 2009 年第 4 期", "84"]


@pytest.mark.parametrize("line", ["1998", "第三", "12"])
def test_a_short_line_after_a_whole_sentence_is_kept_as_text(read: Read, line: str) -> None:
    article = read(f"{FRONT}{FIRST}{REST}\n\n{line}\n\n{LATER}\n")
    assert line in texts(article)
