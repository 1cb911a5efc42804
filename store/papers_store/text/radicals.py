"""Radicals: characters for parts of ideographs, which some PDFs contain instead of ideographs.

Unicode has them twice: as radicals (CJK Radicals Supplement U+2E80-2EFF, Kangxi Radicals
U+2F00-2FDF, CJK Strokes U+31C0-31EF), and as the ideographs that people type. In most fonts both
look the same, and a program that copies text from a page may take the wrong one: ⻓江 for 长江.
"""

import re

_RUNS = {
    0x2E81: "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵",
    0x2E9B: (
        "旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹"
        "虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟"
        "卤麦黄黾斉齐歯齿竜龙龜亀龟"
    ),
    0x2F00: (
        "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女"
        "子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠"
        "止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸"
        "禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕"
        "豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟"
        "鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
    ),
    0x31C6: "𠃌",
    0x31CF: "乀一丨丿丿丶𠃍乛𠃊𠃎𠄌亅𡿨𠃋乀𠃑乚乙𠄎",
}
"""Ideographs by the first of a run of radicals: the property Equivalent_Unified_Ideograph of the
Unicode Character Database (UAX #44, EquivalentUnifiedIdeograph.txt). NFKC knows the Kangxi radicals
and two of the others."""

UNIFIED = {
    first + place: ideograph for first, run in _RUNS.items() for place, ideograph in enumerate(run)
}
"""The ideograph of each radical, by its code point; `str.translate` takes it."""


_RADICAL = re.compile("[\u2e80-\u2fd5]")


def unified_radicals(text: str) -> str:
    """Replace radicals by ideographs; strokes stay, since they are intended.

    A radical that is meant as one becomes the ideograph too: both look the same, and people type
    the ideograph.
    """
    found = set(_RADICAL.findall(text))
    for radical in found:
        text = text.replace(radical, UNIFIED.get(ord(radical), radical))
    return text


def unified(text: str) -> str:
    """Replace radicals and strokes by ideographs, one to one."""
    return text.translate(UNIFIED)
