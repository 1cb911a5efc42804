"""The book, proceedings or report that a work stands in: what follows // or 见 in an entry."""

import re

from papers_store.parser.references.creators import read_head
from papers_store.parser.references.imprint import Imprint, read_book, take_volume
from papers_store.parser.references.slice import Slice, stops_in
from papers_store.parser.references.statements import edition_behind, is_statement
from papers_store.parser.references.type_codes import type_codes_in

_SIGN = re.compile(
    r"[ ]{0,2}[.,]?[ ]{0,2}"
    r"(?://[ ]{0,2}(?:(?:In|见|载于?)[ ]{0,2}:[ ]{0,2})?|(?:见|载于?|In)[ ]{0,2}:[ ]{0,2})"
)
_SLASHES = re.compile("//")
_DATE_BEHIND = re.compile(r"[ ]{0,2},[ ]{0,2}(?:1[5-9]|20)\d{2}[^.]{0,40}$")
_ONLY_PAGES = re.compile(
    r"[ ]{0,2}[:,][ ]{0,2}(?:pp?\.?[ ]{0,2}|第)?[A-Za-z]{0,9}\d[\d, +-]{0,24}页?$"
)
_REPORTER = re.compile(
    r"[A-Z][A-Za-z.]{0,12}\.\S"
    r"|(?:[A-Z][A-Za-z]{0,6}\.[ ](?:&[ ])?){1,4}[A-Z\d][A-Za-z]{0,6}\.?"
    r"(?:[ ][A-Z][A-Za-z]{0,6}\.?)?[ ]?(?:[,:]|$)"
)
"""What begins like a name, and is the short title of a series of law reports: F.Supp."""
_YEAR = re.compile(r"\(?(?:1[5-9]|20)\d{2}\)?(?:[ ]{0,2}:.{0,40})?$")
_NUMBERS = re.compile(r"[\d, -]{1,40}$")
_VOLUME = re.compile(r"(?:vol|v)\.[ ]{0,2}[\dIVX]{1,5}$|[卷册辑集]$|卷[ ]?\d{1,4}$", re.I)
_IMPRINT = re.compile(r":.{1,120}(?:1[5-9]|20)\d{2}|(?:^c?|,[ ]{0,2})(?:1[5-9]|20)\d{2}$")


def host_sign(tail: Slice) -> re.Match[str] | None:
    """Where a host is announced, behind the type code or behind the translators."""
    found = _SIGN.match(tail.narrow)
    if found is None and (slashes := _SLASHES.search(tail.narrow)):
        return slashes if is_statement(tail.cut(0, slashes.start()).trimmed(" .,;")) else None
    return found


def read_host(host: Slice) -> Imprint:
    """The title of a host as the container, and its imprint."""
    if codes := type_codes_in(host):
        title, tail = host.cut(0, codes[0].start), host.cut(codes[0].end)
    else:
        title, tail = _split(host.trimmed(" .,;"))
    imprint = read_book(tail)
    if not _REPORTER.match(title.narrow):
        head = read_head(title)
        title, imprint.editors = head.title, head.authors + imprint.editors
    name, volume = take_volume(title.trimmed(" .,;:"))
    name, edition = edition_behind(name)
    imprint.edition = imprint.edition or edition
    imprint.volume = imprint.volume or volume
    imprint.container = name.trimmed(" .,;:").text or None
    return imprint


def _split(host: Slice) -> tuple[Slice, Slice]:
    """Editors and title of a host, and its imprint, which only stops part from each other."""
    starts = [0, *(stop + 1 for stop in stops_in(host))]
    if len(starts) == 1:
        dated = _DATE_BEHIND.search(host.narrow) or _ONLY_PAGES.search(host.narrow)
        end = dated.start() if dated else len(host.narrow)
        return host.cut(0, end), host.cut(end)
    ends = [*starts[1:], len(host.narrow)]
    parts = [host.cut(*place).trimmed(" .,;") for place in zip(starts, ends, strict=True)]
    last = len(parts) - 1
    if last > 1 and _NUMBERS.match(parts[last].narrow) and _IMPRINT.search(parts[last - 1].narrow):
        # ... Philadelphia: Saunders, 1974. 457-472
        last -= 1
    if (
        last > 1
        and _YEAR.match(parts[last].narrow)
        and ":" in parts[last - 1].narrow
        and not _VOLUME.search(parts[last - 1].narrow)
    ):
        # ... Baltimore: Somebody. 2014
        last -= 1
    while last > 1 and is_statement(parts[last - 1]):
        last -= 1
    return host.cut(0, starts[last]), host.cut(starts[last])
