"""What invented articles are made of: people, places, subjects and sentences that nobody wrote."""

import re
from functools import cache

from dresses.truth import SAMPLES
from papers_store.text.decode import decode

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN_FIRST = "明志文建海晓静丽思雨嘉若清远怀守书知望景一子"
GIVEN_SECOND = "华国平燕伟敏芳强娟涛秀霞玲舟溪宁然川禾楠瑜瑶岚"
COMPOUND = ("欧阳静远", "司马文舟", "上官若溪", "诸葛明", "澹台知远", "慕容晓岚", "夏侯建平")
MINORITY = ("买买提·艾力", "古丽娜尔·依明", "扎西·多吉", "阿依努尔·托乎提")
WESTERN = ("John Smith", "Maria Keller", "Peter A. Novak", "Anna Lindqvist")
DOUBLE = ("陈李婉如", "张王思远")

_SOUNDS = """
Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song Zheng
Xie Han Tang Feng Yu Dong Xiao Cheng Cao Yuan Deng Xu Fu Shen Zeng Peng Lv
ming zhi wen jian hai xiao jing li si yu jia ruo qing yuan huai shou shu zhi wang jing yi zi
hua guo ping yan wei min fang qiang juan tao xiu xia ling zhou xi ning ran chuan he nan yu yao lan
"""
PINYIN = dict(zip(SURNAMES + GIVEN_FIRST + GIVEN_SECOND, _SOUNDS.split(), strict=True))

INSTITUTIONS = (
    ("江州大学 历史学院，江州 990003", "School of History, Jiangzhou University, Jiangzhou 990003"),
    ("明湖师范学院图书馆，明湖 990011", "Library of Minghu Normal College, Minghu 990011"),
    ("云溪市农业科学研究所，云溪 990025", "Yunxi Institute of Agricultural Science, Yunxi 990025"),
    ("江左理工大学信息工程系，江左 990031", "Jiangzuo University of Technology, Jiangzuo 990031"),
    ("南山县第二人民医院护理部，南山 990042", "Second Hospital of Nanshan, Nanshan 990042"),
    ("东湖博物院文物保护中心，东湖 990056", "Conservation Centre, Donghu Museum, Donghu 990056"),
)

JOURNALS = (
    ("江州大学学报（自然科学版）", "Journal of Jiangzhou University (Natural Science)"),
    ("明湖图书馆学刊", "Minghu Library Quarterly"),
    ("云溪农业科技", "Yunxi Agricultural Science"),
    ("江左工程与管理", "Jiangzuo Engineering and Management"),
    ("南山护理", "Nanshan Nursing"),
    ("东湖文物", "Donghu Relics"),
)

SUBJECTS = (
    ("旧渡口账簿", "Ledgers of an Old Ferry", "账簿 渡口 行会 分红 地方史", "K295"),
    ("水稻育秧", "Rice Seedling Raising", "水稻 育秧 秧龄 低温 产量", "S511"),
    ("乡镇图书室", "Village Reading Rooms", "图书室 阅读 读者 乡镇 流通", "G252"),
    ("桥梁巡检", "Inspection of Bridges", "桥梁 巡检 裂缝 图像识别 养护", "U445"),
    ("慢性病随访", "Follow-up of Chronic Illness", "慢性病 随访 护理 依从性 社区", "R473"),
    ("古陶修复", "Repair of Ancient Pottery", "古陶 修复 黏结剂 老化 保护", "K876"),
    ("湖泊水温", "Water Temperature of Lakes", "湖泊 水温 分层 观测 模型", "P343"),
    ("方言地名", "Place Names in Dialect", "方言 地名 用字 读音 村落", "H17"),
)

TITLES = (
    "论{0}",
    "{0}的整理与研究",
    "{0}中若干问题的讨论",
    "基于XML的{0}数据模型",
    "{0}：从经验到方法",
    "{0}的现状、问题与对策",
    "{0}研究——以云溪三镇为例",
    "{0}质量的影响因素分析及其改进办法研究",
    "“互联网+”背景下{0}的组织方式",
    "面向IoT的{0}监测系统设计与实现",
    "{0}二十年：回顾与展望（2001—2020）",
    "LSTM与BP神经网络在{0}预测中的应用比较",
    "不同处理对{0}结果的影响及其在江州地区的推广应用前景——来自六个试点的证据",
)

HEADINGS = (
    ("问题的由来", "已有的讨论", "本文的办法"),
    ("资料与方法", "资料的来源", "整理的步骤", "核对与订正"),
    ("结果", "总体情形", "各地的差别", "逐年的变化"),
    ("讨论", "原因", "与前人所得的比较", "不足之处"),
    ("结论与建议",),
)

OPENINGS = (
    "{0}是一件旧事，也是一件常常被人重新提起的事。",
    "关于{0}，各地的做法并不相同。",
    "就{0}而言，先要弄清的是材料从何而来。",
    "我们在三处试点中观察了{0}的全过程，前后共十八个月。",
    "表面看来，{0}并不复杂（见表1），但细节之处往往决定成败。",
    "与{0}有关的数据共1 284条，其中可用的占92.6%（n=1 189）。",
    "差异有统计学意义（P<0.05），说明{0}确实受到影响。",
    "有人把{0}比作“看不见的手艺”，这话有几分道理。",
    "本节采用SPSS 22.0和Python 3.6处理与{0}有关的全部记录。",
    "{0}的记录始于1987年，中断过两次，至2016年仍在继续。",
)

ITEMS = (
    "逐条抄录原始记录，不作任何改动",
    "由两人分别核对，遇有出入再查原件",
    "把所得数字换算成统一的单位",
    "按年份和地点列成表格，供后人复查",
    "剔除明显的笔误，并注明理由",
)

ENGLISH = (
    "The records were copied by hand and checked twice against the originals.",
    "A comparison of six sites shows that the order of work matters more than its speed.",
    "Most differences can be traced to the way in which the figures were collected.",
    "The method needs no instrument and can be taught within a day.",
    "Results from the second year agree with those of the first (r=0.87, P<0.01).",
    "What remains open is whether the same holds for larger towns.",
)

_WIDE = str.maketrans(",;:?", "，；：？")
_SENTENCE = re.compile(r"(?:(?<=[。！？])|^)[^。！？]{8,}?[。！？](?!”)")
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十①-⑳\d]{1,3}[)）、.．①-⑳]")
_LABEL = re.compile("【|摘[ 　]*要|提要|题要|关键词|收稿|基金|作者|相关|单位|参考")
_CITED = re.compile(r"[\[［〔][^\]］〕]{1,12}[\]］〕]|[①-⑳]|（\d{4}）")
_WRAPPED, _TRADITIONAL = "06-", "11-"


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of the samples in simplified characters, without citations.

    They are taken from the files themselves, so that invented articles stay as they are when the
    parser reads the samples otherwise.
    """
    found: dict[str, None] = {}
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix == ".html" or path.name.startswith((_WRAPPED, _TRADITIONAL)):
            continue
        for line in decode(path.read_bytes()).text.splitlines():
            text = _CITED.sub("", line.strip())
            if len(text) > 60 and text.endswith("。") and not _LABEL.search(text):
                found.update(dict.fromkeys(_SENTENCE.findall(text)))
    whole = [one for one in found if one.count("“") == one.count("”") and not _NUMBERED.match(one)]
    return tuple(one.translate(_WIDE) for one in whole)
