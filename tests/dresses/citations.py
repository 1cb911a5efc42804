"""Entries of reference lists in the ways of GB/T 7714; no such work exists."""

from random import Random

_SURNAMES, _GIVEN = "韦陆贾石侯庄沙崔柏樊凌霍戚祝", "国英建安春生秀云玉珍树声怀德"
_FOREIGN = ("MERRIDEW A", "OKONJO P", "BRANNIGAN E", "HOLT S", "LINDQVIST M", "NOVAK J R")
_TOPICS = ("的考察", "若干问题", "研究进展", "的统计方法", "——一个县的例子", "及其应用")
_TOPICS_EN = (
    "Notes on the keeping of local records",
    "Errors in hand-copied tables and how to find them",
    "A survey of small archives in river towns",
    "Estimating change from interrupted series",
)
_JOURNALS = ("地方资料通讯", "明湖农学", "工程与养护", "江左学报（社会科学版）", "湖沼通报")
_JOURNALS_EN = ("Records and Archives", "Journal of Small Series", "Annals of County Studies")


def _people(random: Random) -> str:
    people = [
        random.choice(_SURNAMES) + "".join(random.sample(_GIVEN, random.randint(1, 2)))
        for _ in range(random.randint(1, 3))
    ]
    return "，".join(people) + ("，等" if len(people) == 3 and random.random() < 0.5 else "")


def _pages(random: Random) -> str:
    first = random.randint(1, 300)
    return f"{first}-{first + random.randint(2, 14)}"


def reference(random: Random, subject: str) -> str:
    """One entry, without its label."""
    people, title = _people(random), subject + random.choice(_TOPICS)
    year, pages = random.randint(1985, 2023), _pages(random)
    drawn = random.random()
    if drawn < 0.3:
        journal, volume = random.choice(_JOURNALS), random.randint(1, 40)
        return (
            f"{people}. {title}[J]. {journal}, {year}, {volume}({random.randint(1, 12)}): {pages}."
        )
    if drawn < 0.5:
        names = ", ".join(random.sample(_FOREIGN, random.randint(1, 3)))
        where = f"{random.choice(_JOURNALS_EN)}, {year}, {random.randint(1, 60)}"
        return (
            f"{names}. {random.choice(_TOPICS_EN)}[J]. {where}({random.randint(1, 12)}): {pages}."
        )
    if drawn < 0.65:
        return f"{people}. {title}[M]. 江州: 东湖书社, {year}: {pages}."
    if drawn < 0.73:
        return f"{people}. {title}[D]. 江州: 江州大学, {year}."
    if drawn < 0.79:
        host = f"第三届{subject}讨论会论文集"
        return f"{people}. {title}[C]//{host}. 江州: 明湖出版社, {year}: {pages}."
    if drawn < 0.84:
        day = f"{year}-0{random.randint(1, 9)}-{random.randint(10, 28)}"
        return f"{people}. {title}[N]. 江州日报, {day}({random.randint(1, 8)})."
    if drawn < 0.88:
        number = f"DB99/T {random.randint(100, 999)}—{year}"
        return f"江州市标准化研究所. {subject}记录规范: {number}[S]. 江州: 明湖出版社, {year}."
    if drawn < 0.92:
        number = f"CN{year}{random.randint(10000000, 99999999)}.2"
        return f"{people}. 一种{subject}用的尺: {number}[P]. {year}-03-11."
    if drawn < 0.97:
        return (
            f"{people}. {title}[EB/OL]. ({year}-05-12)[{year + 1}-01-09]. "
            f"https://example.org/records/{random.randint(10, 99)}.html."
        )
    return f"{people}. {title}[R]. 江州: 江州市农业技术推广站, {year}."
