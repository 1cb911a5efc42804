"""papers-tui graph: both directions of citation, as text and as JSON."""

import json

import pytest

from support.drivers.program import Run
from test_samples import SAMPLES

TITLE = "新媒体环境下公共图书馆的阅读推广"


@pytest.fixture
def filled(run: Run) -> Run:
    assert run("import", str(SAMPLES)).returncode == 0
    return run


def id_of(run: Run, title: str) -> str:
    (found,) = json.loads(run("list", "--json", f'title:"{title}"').stdout)["articles"]
    return str(found["id"])


def test_graph_prints_what_an_article_cites_and_what_cites_it(filled: Run) -> None:
    article_id, printing = id_of(filled, TITLE), id_of(filled, "活字印刷在宋元时期的传播与改进")
    lines = filled("graph", article_id[:6]).stdout.splitlines()
    assert lines[:4] == [
        f"{article_id}  {TITLE}",
        "cites:",
        f"  {printing}  活字印刷在宋元时期的传播与改进",
        "  3 references lead to no article of the library",
    ]
    assert lines[4] == "cited by:"
    assert [line.split()[1] for line in lines[5:]] == [
        "新媒體與社區報的轉型",
        "城市社区居家养老服务的需求与供给",
        "科研数据怎样被引用：一个湖区观测数据集的十年",
    ]


def test_graph_gives_every_reference_as_json(filled: Run) -> None:
    article_id, printing = id_of(filled, TITLE), id_of(filled, "活字印刷在宋元时期的传播与改进")
    graph = json.loads(filled("graph", article_id, "--json").stdout)
    assert (graph["id"], graph["title"]) == (article_id, TITLE)
    assert graph["cites"][0] == {
        "number": 1,
        "id": printing,
        "title": "活字印刷在宋元时期的传播与改进",
    }
    assert graph["cites"][3] == {"number": 4, "id": None, "title": "读书会的规模与持续时间"}
    assert [set(one) for one in graph["cited_by"]] == [{"id", "title"}] * 3


def test_graph_of_an_unknown_article_is_one_sentence(filled: Run) -> None:
    ran = filled("graph", "zzzz")
    assert ran.returncode == 2 and ran.stdout == "" and ran.stderr.count("\n") == 1
