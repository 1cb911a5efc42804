"""Who made a work, told apart from its title: the head of an entry."""

import re

from msgspec import Struct

from papers_store.parser.halfwidth import is_latin
from papers_store.parser.header.person_names import is_name
from papers_store.parser.references.slice import REIGN, YEAR, Slice, year_of
from papers_store.text.han import han, han_pattern

_ET_AL = han_pattern(
    r"[ ]{0,2}[,;、]?[ ]{0,2}(?:\b(?:and|&)[ ])?"
    r"(?:(?<![A-Za-z])et[ ]{0,2}al\b|\bothers\b(?=[ .,])|(?<=[\h ,;、])等人?"
    r"(?=[ ]{0,2}(?:[.,:;(\[《\"“]|主?编|编?著|译|$)))"
    r"[ ]{0,2}(?:主编|编著|编|著|[.,]{1,2}[ ]eds?(?=\.))?[.,]?"
)
_OTHERS = ("等", "al", "others")
"""Most heads hold none of these, and need not be looked through for more."""
_YEAR_HEAD = han_pattern(
    r"(?P<gap>^|[.,;] ?|[ ]|(?<=[\ha-z]))(?P<open>[\[(][ ]?)?"
    r"(?:c?(?P<year>" + YEAR + rf")[a-z]{{0,2}}(?:[-/]\d{{4}}[a-z]?)?(?:{REIGN}[a-z]?)?"
    r"|n\.d(?:\.-[a-z]{1,2})?|无日期(?:-[a-z]{1,2})?)(?P<close>[ ]?[\])])?"
    r"(?P<stop>[ ]?[.,][ ]{0,4}|(?<=[\])])[ ]?:?[ ]{0,4})"
)
_STOP = re.compile(r"[.:][ .]{0,6}(?=[^ .,;:a-z)\]-]|$)")
_FUNCTION_WORDS = (
    "of and the for on in at to by de la le du des del della di da dos van von der den zu ter ten "
    "et y e a & und für el al bin ibn do dos das af av zu zum zur vom op lo la los san ben abu"
)
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
"""Words that names and bodies hold in small letters."""
_SHORTENED = "exec no vol st vs v dr mr mrs ms ed eds art sec pt fig rev proc"
_ABBREVIATED = frozenset(_SHORTENED.split())
"""Words whose full stop ends nothing."""
_LATIN_WORD = re.compile(r"[^ ,;&]+")
_STOPPED = han_pattern(r"[\h\d][.]")
_ROLE = re.compile(
    r"[ ]{0,2}[,(]?[ ]{0,2}(?:总?主编|编著|编译|编撰|编纂|主撰|校注|点校|译注|编|著|撰|辑"
    r"|(?<=[ ,(])(?:eds?\.?|editors?|dir\.?))\)?$",
    re.I,
)
_ORIGIN = re.compile(r"[\[(（【〔][ ]{0,2}[^\]\)）】〕]{1,6}[ ]{0,2}[\])）】〕][ ]{0,2}")
_SEPARATOR = han_pattern(r"[,;、]|(?<=[\h]{2})[ ]{1,4}(?=[\h]{2})")
"""Between authors; 赵 静 is one of them, set with a space to be as wide as a name of three."""
_SPACED_NAME = han_pattern(r"(?<=[\h])[ \u3000]{1,4}(?=[\h])")
_CORPORATE = re.compile(
    "会|院|局|部|所|署|社|大学|学校|公司|中心|办公室|办公厅|组|馆|国|厅|处|团|集团|银行|政府|委|编辑室|联盟|机构|法院|出版"
)
_NAMES_GO_ON = re.compile(
    r"[A-Z][a-z'-]{1,20},[ ](?:[A-Z][A-Za-z.'-]{0,20}[, ]{1,2}){0,12}[A-Z][A-Za-z'-]{0,20}\.[ ]"
)
"""More names behind an initial: J. Alan, Burneson Eric G. Title."""
_SMALL_FIRST = re.compile(r"(?:[a-z]{1,3}[A-Z]|(?:al|el|ul|bin|ibn|abd|de|da|van)-)[A-Za-z]")
"""deGroot, al-Masri: names that begin with a small letter."""
_BEHIND = re.compile(r"(?:Jr|Sr|II|III)\b")
_EDITORS = re.compile(r",[ ]?(?:eds?|editors?|dir)\.?$|[ ]?\([Ee]ds?\.?\)$")
_INITIALS = re.compile(r"(?:[A-Z]\.[ -]{0,2}){0,3}[A-Z]\.?$")
_INITIALS_FIRST = re.compile(r"(?:[A-Z]\.[ -]{0,2}){1,3}[A-Z][a-z]")
_INITIAL = re.compile(r"(?:^|[,;&. -])[A-Z]$")
"""An initial whose surname follows: H. Y. Xie, M. Hefeeda and O. Saleh."""
_KANA = re.compile("[\u3040-\u30ff]")
_BODY = re.compile(
    r"(?:Administration|Association|Institutes?|Universit|Department|Organi[sz]ation|Society|"
    r"Committee|Council|Cent(?:er|re)|Agency|Group|Office|Ministry|Bureau|Commission|Foundation|"
    r"Library|Laborator|Service|Board|Academy|College|School|Federation|Union|Corporation|Congress)"
)
"""Words in the names of bodies, in which and stands for itself."""
_JOINING = re.compile(r"^[.…]{0,6}[ ]?(?:(?:and|&)[ ])?")
_WORKED = han_pattern(r"(?<=[\h]{2})[ ]?(?:主编|编著|校注|著|译)$")
_ROLES = frozenset(("译", "编", "著", "主编", "编著", "校", "注", "等译"))
"""What stands by itself behind names: 周立言, 译."""
_BEHIND_NAMES = frozenset(("Jr", "Sr", "II", "III", "Inc", "Ltd", "LLC"))
_NO_CREATOR = re.compile(r"(?:proc(?:eedings)?|trans(?:actions)?|symposium)\b", re.I)
"""What begins like the name of a conference."""
_AROUND_WORD = re.compile(r"^[^\w@]+|[^\w]+$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PERIODICAL = han_pattern(r"《[^《》]{1,20}》(?=[\h]{0,4}(?:社|部|会|组)$)")
"""The name of a journal in that of its office: 《...》杂志社."""
_BILL = re.compile(r"\.[ ]?[A-Z][a-z]{1,5}$|(?<![A-Z])H\.[ ]?R$")
"""Ends the name of a resolution, whose number follows: S. Res. 438, H.R. 1100."""
_LETTERS = re.compile(r"[^\W\d_]{2}|[\u3400-\u9fff]")
_DIGIT = re.compile(r"\d")
_AND = re.compile(r"[ ](?:and|&)[ ]")
_HAN_AND = re.compile("[和与與及]")
_STRAY_NUMBER = han_pattern(r"[ ]{0,2}\d{1,3}[ ]{1,4}(?=[A-Z\h])")
_LONGEST_NAME = 6
_LONGEST_REPORTER = 8


class EntryHead(Struct, frozen=True):
    """What stands before the type code, or before the container where there is none."""

    authors: tuple[str, ...]
    et_al: bool
    year: int | None
    title: Slice


def read_head(piece: Slice) -> EntryHead:
    """Authors, a year set behind them, and the title."""
    piece = piece.trimmed(" ,;")
    if ended := _ends_with_others(piece):
        return ended
    if dated := _dated(piece):
        return dated
    stop = _stop_of_authors(piece)
    if stop is None:
        return _names_by_commas(piece) or EntryHead((), False, None, piece.trimmed(" .,;"))
    start, end = stop
    return EntryHead(authors_of(piece.cut(0, start)), False, None, piece.cut(end).trimmed(" .,;"))


def without_stray_number(piece: Slice) -> Slice:
    """An entry without a second number in front of its authors, as a renumbered list has."""
    found = _STRAY_NUMBER.match(piece.narrow)
    if found is None:
        return piece
    rest = piece.cut(found.end())
    stop = _stop_of_authors(rest)
    if stop is None:
        return piece
    authors = rest.cut(0, stop[0])
    surely = _are_names(authors) or not han(authors.narrow) or _CORPORATE.search(authors.narrow)
    return rest if surely else piece


def _ends_with_others(piece: Slice) -> EntryHead | None:
    """A head whose authors end with 等 or et al., which tells them from the title."""
    if not any(sign in piece.narrow for sign in _OTHERS):
        return None
    found = _ET_AL.search(piece.narrow)
    if found is None or not found.start() or not are_creators(piece.cut(0, found.start())):
        return None
    rest = piece.cut(found.end()).trimmed(" ,;:")
    year = None
    if dated := _YEAR_HEAD.match(rest.narrow):
        year = _year(dated["year"])
        rest = rest.cut(dated.end())
    return EntryHead(authors_of(piece.cut(0, found.start())), True, year, rest.trimmed(" .,;:"))


def _dated(piece: Slice) -> EntryHead | None:
    """A head with the year between authors and title, as author-year lists have it."""
    for found in _YEAR_HEAD.finditer(piece.narrow, 0, 400):
        authors = piece.cut(0, found.start())
        title = piece.cut(found.end()).trimmed(" .,;")
        if not _WORD.search(title.narrow) or authors.narrow.rstrip().endswith(":"):
            continue
        if not found.start() or are_creators(authors):
            # In square brackets it is the year in which a page without a date was read.
            accessed = (found["open"] or "").startswith("[")
            year = None if accessed else _year(found["year"])
            return EntryHead(authors_of(authors), False, year, title)
    return None


def _year(text: str | None) -> int | None:
    return year_of(text) if text else None


def _stop_of_authors(piece: Slice) -> tuple[int, int] | None:
    """The stop between authors and title."""
    narrowed = piece.narrow
    for found in _STOP.finditer(narrowed, 0, 600):
        start = found.start()
        if not start or found.end() >= len(narrowed):
            continue
        colon = narrowed[start] == ":"
        if not colon and _is_abbreviation(narrowed, start, found.end()):
            continue
        glued = found.end() == start + 1 and narrowed[found.end()].isdigit()
        if glued and start < _LONGEST_REPORTER and narrowed[:start].isascii():
            # A reporter of cases: F.2d.
            continue
        if _BILL.search(narrowed, 0, start) and not _LETTERS.search(narrowed, found.end()):
            continue
        before = piece.cut(0, start)
        if colon:
            # 巴曙松、姚舜达：《...》; elsewhere a colon belongs to the title.
            quoted = narrowed[found.end()] in '《"“'
            several = _SEPARATOR.search(before.narrow) is not None
            named = _are_names(before) if several else quoted and are_creators(before)
            return (start, found.end()) if named else None
        if are_creators(before):
            return start, found.end()
    return None


def _is_abbreviation(narrowed: str, stop: int, following: int) -> bool:
    """Whether a full stop belongs to the word before it: U.S., No., v."""
    word = re.search(r"[A-Za-z-]*$", narrowed[max(0, stop - 20) : stop])
    token = word[0] if word else ""
    if _EDITORS.search(narrowed, 0, stop):
        return False
    if token.lower() in _ABBREVIATED and not _is_initial(token):
        return True
    if _BEHIND.match(narrowed, following):
        return True
    if len(token) != 1:
        return False
    if _INITIALS_FIRST.match(narrowed) and _INITIAL.search(narrowed, 0, stop):
        return True
    if _KANA.match(narrowed, following):
        return True
    after = narrowed[following : following + 2]
    initialism = len(after) == 2 and after[0].isupper() and after[1] in ".-"
    if _NAMES_GO_ON.match(narrowed, following):
        return True
    glued = stop >= 2 and narrowed[stop - 2] == "."
    spaced = following - stop > 1
    if glued and not spaced and after[:1].isupper():
        return True
    # Zhang, Y., and C. Fred, Gill: the stop of an initial in the midst of names.
    listed = narrowed[stop + 1 : stop + 3].strip(" ")[:1] in (",", ";", "&")
    return initialism or (glued and spaced and not _ends_names(narrowed, stop)) or listed


def _is_initial(token: str) -> bool:
    return len(token) == 1 and token.isupper()


def _ends_names(narrowed: str, stop: int) -> bool:
    """Whether initials with dots end a list of names: Smith J.P. Title."""
    before = narrowed[:stop]
    return bool(re.search(r"[A-Z][a-z'-]+,?[ ]?(?:[A-Z]\.[ -]?){0,3}[A-Z]$", before))


def _are_names(piece: Slice) -> bool:
    pieces = [one for one in _SEPARATOR.split(_ORIGIN.sub("", piece.narrow)) if one.strip()]
    return bool(pieces) and all(is_name(one.strip()) for one in pieces)


def are_creators(piece: Slice) -> bool:
    """Whether a text can be a list of people and bodies."""
    narrowed = _PERIODICAL.sub("", piece.narrow).strip(" ,;")
    if not narrowed or len(narrowed) > 500 or set(narrowed) & set('?!"“”《》'):
        return False
    if re.search(r"[:](?![ ]?[A-Z]\.)", narrowed) and not han(narrowed):
        return False
    if is_latin(narrowed) or not han(narrowed):
        return _are_latin_creators(narrowed)
    pieces = [one.strip() for one in re.split(r"[,;、]", narrowed) if one.strip()]
    return all(_is_creator(one) for one in pieces)


def _is_creator(text: str) -> bool:
    bare = _ORIGIN.sub("", text) or text
    if ":" in bare or _STOPPED.search(bare):
        return False
    if is_name(bare) or not han(bare) or "·" in bare:
        return True
    return len(bare) <= _LONGEST_NAME * 2 or bool(_CORPORATE.search(bare))


def _are_latin_creators(narrowed: str) -> bool:
    words = _LATIN_WORD.findall(narrowed)
    if editors := _EDITORS.search(narrowed):
        return _are_latin_creators(narrowed[: editors.start()])
    if not words or words[-1] in _FUNCTION:
        return False
    last = words[-1].strip("().")
    if (last.lower() in _ABBREVIATED and not _is_initial(last)) or _NO_CREATOR.match(narrowed):
        return False
    if not _WORD.search(narrowed):
        return False
    pieces = [one for one in re.split(r"[,;&]", narrowed) if one.strip()]
    return (
        not _DIGIT.search(narrowed)
        and all(_is_capital(word) for word in words)
        and all(len(one.split()) <= 14 for one in pieces)
    )


def _is_capital(word: str) -> bool:
    bare = _AROUND_WORD.sub("", word)
    return (
        len(bare) < 2
        or not bare[0].islower()
        or bare.lower() in _FUNCTION
        or "'" in bare[:2]
        or _SMALL_FIRST.match(bare) is not None
    )


def _names_by_commas(piece: Slice) -> EntryHead | None:
    """Authors parted from the title by nothing but another comma."""
    cuts = [found.span() for found in re.finditer("[,，、]", piece.narrow)]
    end = start = 0
    for begin, after in cuts:
        if not is_name(piece.narrow[start:begin].strip()):
            break
        end, start = begin, after
    title = piece.cut(start).trimmed(" .,;")
    if not end or len(title.text) <= _LONGEST_NAME or is_latin(title.text):
        return None
    return EntryHead(authors_of(piece.cut(0, end)), False, None, title)


def authors_of(piece: Slice) -> tuple[str, ...]:
    """The authors in a list of them, without roles and where they are from."""
    piece = piece.trimmed(" ,;:")
    if not piece:
        return ()
    role = _ROLE.search(piece.narrow)
    if role and role.start() >= 2 and (han(role[0]) == 0 or not is_name(piece.narrow)):
        piece = piece.cut(0, role.start())
    names: list[str] = []
    start = 0
    for found in _SEPARATOR.finditer(piece.narrow):
        names += _people_joined_by_and(piece.text[start : found.start()])
        start = found.end()
    names += _people_joined_by_and(piece.text[start:])
    return tuple(_closed(_initials_joined([name.strip(" ,;&") for name in names])))


def _people_joined_by_and(text: str) -> list[str]:
    """Two people; the name of a body may hold an and of its own."""
    parts = _AND.split(text)
    if len(parts) > 1 and not _BODY.search(text):
        return parts
    people = [part.strip() for part in _HAN_AND.split(text)]
    return people if len(people) > 1 and all(map(is_name, people)) else [text]


def _initials_joined(names: list[str]) -> list[str]:
    """Names with initials behind a comma put together: Zhang, Y. and Tino, P."""
    joined: list[str] = []
    for name in filter(None, names):
        last = joined[-1].rpartition(", ")[2] if joined else ""
        if last and _INITIALS.match(name) and not _INITIALS.match(last):
            joined[-1] = f"{joined[-1]}, {name}"
        else:
            joined.append(name)
    return joined


def _closed(names: list[str]) -> list[str]:
    """Names without and, and those of Jr. with their owner."""
    closed: list[str] = []
    for name in names:
        name = _SPACED_NAME.sub("", name) if len(name) < _LONGEST_NAME else name
        name = _WORKED.sub("", _JOINING.sub("", name).strip(" ;,"))
        if name in _ROLES:
            continue
        if name.rstrip(".") in _BEHIND_NAMES and closed:
            closed[-1] = f"{closed[-1]}, {name}"
        elif name:
            closed.append(name)
    return closed
