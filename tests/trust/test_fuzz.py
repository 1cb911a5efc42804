"""Readers of foreign text hold what they promise, whatever is thrown at them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers_store.parser import parse
from support.attacks.fuzz_targets import TARGETS
from support.attacks.hostile_text import ATTACKS, article
from support.data.pages import page

Much = Callable[[int, int], int]
Tried = Callable[[str, int], None]

FINDS = Path(__file__).parent / "finds"
"""What was found to fail, a file each, in a folder for each target."""

_SIGNS = (
    "摘要： 关键词： 参考文献 注释 其他文献 一、 (一) 1.1 第一章 ① [1] [1 〔2〕 ] 《 》 “ ” [J] "
    "[EB/OL] [A]. // 等 et~al (2010) 2010 , . 。 ： ； vol. http:// 10.1234/ doi: <p> <table> <td> "
    "</td> <!-- <script> <h1> <pre> &amp; &#0; # ** ![ ]( | > title: kw: year:2001..2010 cited:>3 "
    'is:starred tag: OR - " \x1b[ \x1b] \u202e \u200b \x00 \r 🀄 ﷽ e\u0301 ٣ ² 王五 水渠 xmt '
    "新媒体 \ufe0f \U0001f468\u200d"
)
SIGNS = _SIGNS.split(" ")
"""What the readers look for."""

texts = st.lists(
    st.one_of(
        st.sampled_from([*SIGNS, *ATTACKS.values()]),
        st.sampled_from(" \n　\n\t"),
        st.text(max_size=6),
    ),
    max_size=60,
).map("".join)
encoded = st.builds(
    lambda text, encoding: text.encode(
        encoding, "surrogatepass" if "utf" in encoding else "replace"
    ),
    texts,
    st.sampled_from(["utf-8", "utf-8", "utf-16", "gb18030", "big5"]),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def segments(draw: st.DrawFn) -> bytes:
    """Files of articles in which somebody has changed some values for others."""
    documents: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 3))):
        one: Any = msgspec.to_builtins(article(number, draw(st.text(max_size=5))))
        parts = [one, one["origin"], one["sections"][0], one["references"][0]]
        for _ in range(draw(st.integers(0, 3))):
            part = draw(st.sampled_from(parts))
            part[draw(st.sampled_from(sorted(part)))] = draw(values)
        documents[draw(st.sampled_from([str(number), "x", "-1", "9" * 30]))] = one
    data = json.dumps({"articles": documents}).encode()
    cut = draw(st.integers(0, len(data)))
    return draw(st.sampled_from([data, data, data[:cut], data[:cut] + b"\xff" + data[cut:]]))


THROWN: dict[str, st.SearchStrategy[bytes]] = {
    name: st.one_of(encoded, st.binary(max_size=400)) for name in TARGETS
} | {"segments": st.one_of(segments(), st.binary(max_size=200))}

EXAMPLES = {"segments": (12, 400), "parse": (40, 1_500)}
"""How many in a short and a full run, where each takes long."""


@pytest.mark.parametrize("name", TARGETS)
def test_what_hypothesis_throws_is_survived(name: str, much: Much, tried: Tried) -> None:
    count = much(*EXAMPLES.get(name, (150, 4_000)))

    @settings(max_examples=count, deadline=None, database=None)
    @given(THROWN[name])
    def throw(data: bytes) -> None:
        TARGETS[name](data)

    throw()
    tried(f"inputs thrown at {name}", count)


@pytest.mark.parametrize(
    "find", sorted(FINDS.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_what_was_once_found_is_survived(find: Path) -> None:
    TARGETS[find.parent.name](find.read_bytes())


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="the extra `fuzz` is not installed")
@pytest.mark.parametrize("name", TARGETS)
def test_what_atheris_throws_is_survived(
    name: str, tmp_path: Path, much: Much, tried: Tried
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, text in enumerate((page(1), *SIGNS, *ATTACKS.values())):
        (corpus / str(number)).write_text(text, encoding="utf-8")
    (corpus / "segment").write_bytes(
        json.dumps({"articles": {"1": msgspec.to_builtins(article(1, "水"))}}).encode()
    )
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-m", "support.attacks.atheris_run", name, str(corpus)]
    limits = [f"-max_total_time={much(2, 20)}", "-timeout=60", f"-artifact_prefix={tmp_path}/"]
    ran = subprocess.run(
        [*command, *limits, "-print_final_stats=1", "-max_len=4000"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONPATH": str(tests)},
        cwd=tests,
    )
    found = [one.read_bytes() for one in tmp_path.iterdir() if one.is_file()]
    assert (ran.returncode, found) == (0, []), ran.stderr[-4_000:]
    thrown = next(
        int(line.split()[-1])
        for line in ran.stderr.splitlines()
        if line.startswith("stat::number_of_executed_units")
    )
    tried(f"inputs that atheris threw at {name}", thrown)


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=80)


@settings(max_examples=60, deadline=None, database=None)
@given(st.lists(HAN, min_size=1, max_size=12))
def test_no_text_of_a_page_is_lost(paragraphs: list[str]) -> None:
    body = "\n".join(f"　　甲乙{text}，水渠沿山而下，分给众村。" for text in paragraphs)
    read = parse(f"山区水渠\n摘要：略述水渠。\n一、缘起\n{body}\n".encode(), "a.txt")
    kept = "".join(text for one in read.sections for text in (one.title, *one.paragraphs))
    assert all(text in kept for text in paragraphs)
