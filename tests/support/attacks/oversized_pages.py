"""Pages that are too much of one thing, of any size."""

from collections.abc import Callable, Iterator, Mapping

HEAD = "山区水渠\n张三\n摘要：略述水渠。\n关键词：水渠；分水\n一、缘起\n水渠沿山而下。\n"
_HTML = "<html><body><h1>山区水渠</h1><p>摘要：略述水渠。</p><p>水渠沿山而下。</p>"
_MARKDOWN = "# 山区水渠\n\n摘要：略述水渠。\n\n水渠沿山而下。\n\n"

_REPEATED: Mapping[str, Mapping[str, str]] = {
    ".txt": {
        "one line": "水渠沿山而下，",
        "one word": "水",
        "one number": "1",
        "spaces": " ",
        "empty lines": "\n",
        "short lines": "水\n",
        "brackets": "[",
        "pairs of brackets": "[]",
        "citations": "[1]",
        "ranges of citations": "水[1-3，4]",
        "parentheses": "（1）",
        "quotation marks": "《",
        "labels": "摘要：水\n",
        "labels on one line": "摘要：水 关键词：渠 ",
        "sentences": "水渠。",
        "numerals": "一",
        "escapes": "\x1b[",
        "strings never ended": "\x1b]52;",
        "marks on one letter": "\u0301",
        "notes": "注释\n① 某\n",
    },
    "references.txt": {
        "brackets in an entry": "[",
        "pairs of brackets in an entry": "[]",
        "entries on one line": "[1]",
        "authors": "王五,",
        "latin authors": "Smith J, ",
        "initials": "A. ",
        "hosts": "//李四.渠",
        "addresses": "http://",
        "numbers of DOIs": "doi:10.1/",
        "pages": ":1-9",
        "volumes": "vol. 1 ",
        "years": "2001,",
        "others": "et al. ",
        "entries without labels": "王五.水渠[J].学报,2001.\n",
    },
    ".html": {
        "open blocks": "<div>",
        "open lists": "<ul><li>",
        "open tables": "<table><tr><td>",
        "open paragraphs": "<p>",
        "open formatting": "<a><b><i><nobr>",
        "open templates": "<template>",
        "open frames": "<frameset>",
        "open drawings": "<svg><g><math><mi>",
        "open choices": "<select><option>",
        "tags of no kind": "<x-y>",
        "spans without end": "<table><tr><td rowspan=9999999 colspan=9999999>水<tr><td>渠",
        "rows of spans": "<tr><td rowspan=9999999>水<td colspan=9999999>渠",
        "open rubies": "<ruby>水<rt>",
        "open formulas": "<math><annotation>x",
        "formulas of scripts": "<script type='math/tex; mode=display'>x</script>",
        "open parts of the site": "<nav><aside class=related><form>",
        "named parts": "<div class='related nav'>水",
        "notes of links": "<a role=doc-noteref>1",
        "pictures": "<figure><img alt=水><figcaption>",
        "places": "<p style='position:absolute;top:9;left:9'>水",
        "code": "<pre class=code>水",
        "neighbours": "<p>相关文章<p>上一篇：",
        "ends of nothing": "</p></br></x></div>",
        "breaks": "水<br>",
        "text in tables": "<table><p>水",
        "rows": "<table><tr><td>水<td>渠",
        "entities": "&lt;",
        "entities never ended": "&amp",
        "signs": "<",
        "comments": "<!-- -->",
        "comments never ended": "<!--",
        "scripts": "<script></script>",
        "scripts never ended": "<script></script ",
        "sections of data": "<![CDATA[",
        "headings": "<h1><h2>",
    },
    ".md": {
        "pictures": "![a](b)",
        "pictures never ended": "![",
        "stars": "**",
        "tables": "<table><tr><td>水</td></tr></table>\n",
    },
}


def _counted(suffix: str, name: str, size: int) -> str:
    """What is made of numbers that go up, of about so many characters."""
    if name == "headings":
        return "".join(f"{n}、水渠\n" for n in range(size // 8))
    if name == "marked headings":
        return "".join(f"{'#' * (n % 6 + 1)} 水渠{n}\n" for n in range(size // 12))
    if name == "levels":
        return "".join(f"{'.'.join('1' * (n % 50 + 1))} 水渠\n" for n in range(size // 60))
    if name == "keywords":
        return "关键词：" + "；".join(f"水{n}" for n in range(size // 7)) + "\n水渠沿山而下。\n"
    if name == "entries":
        return "".join(f"[{n}] 王五.水渠[J].学报,2001(2):1-9.\n" for n in range(size // 28))
    if name == "attributes":
        return f"<p {' '.join(f'a{n}=1' for n in range(size // 9))}>水</p>"
    assert name == "one attribute"
    return f"<p a='{'x' * size}'>水</p>"


_COUNTED = (
    (".txt", "headings"),
    (".md", "marked headings"),
    (".txt", "levels"),
    (".txt", "keywords"),
    ("references.txt", "entries"),
    (".html", "attributes"),
    (".html", "one attribute"),
)


def _whole(suffix: str, text: str) -> str:
    """A page around a flood."""
    if suffix == ".html":
        return f"{_HTML}{text}"
    if suffix == ".md":
        return f"{_MARKDOWN}{text}"
    return f"{HEAD}参考文献\n[1] {text}" if suffix == "references.txt" else f"{HEAD}{text}"


def _repeated(suffix: str, unit: str) -> Callable[[int], str]:
    return lambda size: _whole(suffix, unit * (size // len(unit.encode())))


def _numbered(suffix: str, name: str) -> Callable[[int], str]:
    return lambda size: _whole(suffix, _counted(suffix, name, size))


def oversized_pages() -> Iterator[tuple[str, str, Callable[[int], str]]]:
    """Each flood by its name and suffix, and what makes it in about so many bytes."""
    for suffix, units in _REPEATED.items():
        for name, unit in units.items():
            yield name, f".{suffix.rpartition('.')[2]}", _repeated(suffix, unit)
    for suffix, name in _COUNTED:
        yield f"{name} that count", f".{suffix.rpartition('.')[2]}", _numbered(suffix, name)
