"""How words and names sound, where their characters alone would sound otherwise."""

import subprocess
import sys

import pytest
from msgspec.structs import replace
from pypinyin import Style, pinyin

from papers_store.analysis.terms import terms_of
from papers_store.text.pinyin import plans
from papers_store.text.readings import in_known_words, readings_in
from papers_store.text.surname_readings import SURNAMES, surname_of
from support.fakes.memory_library import article


@pytest.mark.parametrize(
    ("title", "sound"),
    [
        ("重庆", "chong qing"),
        ("重构", "chong gou"),
        ("重新", "chong xin"),
        ("重要", "zhong yao"),
        ("长江", "chang jiang"),
        ("长三角", "chang san jiao"),
        ("成长", "cheng zhang"),
        ("行业", "hang ye"),
        ("行为", "xing wei"),
        ("率先", "shuai xian"),
        ("效率", "xiao lv"),
        ("会计", "kuai ji"),
        ("会议", "hui yi"),
        ("厦门", "xia men"),
        ("校正", "jiao zheng"),
        ("校园", "xiao yuan"),
        ("曾国藩", "zeng guo fan"),
        ("曾经", "ceng jing"),
        ("单县", "shan xian"),
        ("单因素分析", "dan yin su fen xi"),
        ("查良永", "zha liang yong"),
        ("查新服务", "cha xin fu wu"),
        ("解晓东", "xie xiao dong"),
        ("解构", "jie gou"),
        ("乾隆", "qian long"),
        ("乾燥", "gan zao"),
        ("顯著", "xian zhu"),
        ("重慶銀行", "chong qing yin hang"),
        ("图書館", "tu shu guan"),
        ("⻓江", "chang jiang"),
        ("长 江", "chang jiang"),
        ("朝阳", "zhao yang"),
        ("朝代", "chao dai"),
        ("藏族", "zang zu"),
        ("隐藏", "yin cang"),
        ("调整", "tiao zheng"),
        ("调查", "diao cha"),
        ("都市", "du shi"),
        ("音乐", "yin yue"),
        ("快乐", "kuai le"),
        ("左传", "zuo zhuan"),
        ("传统", "chuan tong"),
        ("弹性", "tan xing"),
        ("子弹", "zi dan"),
        ("六安", "lu an"),
        ("尉迟恭", "yu chi gong"),
        ("长孙无忌", "zhang sun wu ji"),
        ("覃塘", "qin tang"),
    ],
)
def test_titles_stand_in_order_under_what_they_sound_like(title: str, sound: str) -> None:
    assert terms_of(article(1, title)).title_order.startswith(sound)


def test_a_title_is_found_by_every_other_reading_too() -> None:
    sounds = terms_of(article(1, "重庆银行")).sounds[0]
    for typed in ("chongqingyinhang", "zhongqing", "yinxing", "cqyh"):
        assert any(plan.pattern().search(sounds) for plan in plans(typed)), typed


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("吕洲", "lyuzhou lvzhou luzhou lüzhou lyuz lz"),
        ("万俟长青", "moqichangqing moqi mqcq"),
        ("黑明", "heming heiming"),
        ("乐黛云", "yuedaiyun ledaiyun"),
        ("覃圣敏", "qinshengmin tanshengmin"),
        ("單霽翔", "shanjixiang danjixiang"),
        ("區大相", "oudaxiang"),
        ("李宇", "lyu liyu"),
        ("女娲", "nyuwa nvwa nuwa"),
    ],
)
def test_names_are_found_by_how_they_sound(name: str, typed: str) -> None:
    sounds = terms_of(replace(article(1), authors=(name,))).sounds[2]
    for letters in typed.split():
        found = any(
            set(plan.initials.split()) <= {one[0] for one in sounds.split()}
            if plan.only_initials
            else plan.pattern().search(sounds)
            for plan in plans(letters)
        )
        assert found, letters


def test_a_body_has_no_surname() -> None:
    for body in ("黑龙江省统计局", "单位编写组", "应急管理部", "华东师范大学"):
        assert surname_of(body) == ""
    assert surname_of("尉迟恭") == "尉迟" and surname_of("单田芳") == "单"
    assert surname_of("单") == ""


def test_surnames_are_written_in_letters() -> None:
    assert all(sound.isascii() and sound.isalpha() for sound in SURNAMES.values())


def test_words_are_read_as_pypinyin_reads_its_phrases() -> None:
    words = "长度 行列 重叠 率领 会计 乐器 觉醒 降落 参加 差别 校对 调和 传记 着陆"
    for word in words.split():
        usual = [reading[0] for reading in pinyin(word, style=Style.NORMAL)]
        known = readings_in(word)
        for place, sound in known.items():
            assert usual[place].replace("ü", "v") == sound, word


def test_words_cut_apart_are_one_where_they_are_known_together() -> None:
    assert in_known_words(["在", "单", "县", "城"]) == ["在", "单县", "城"]
    assert in_known_words(["单", "因素"]) == ["单", "因素"]
    assert in_known_words([]) == []


def test_no_process_holds_all_of_pypinyins_phrases() -> None:
    code = (
        "import sys; from papers_store.analysis.terms import terms_of;"
        "from support.fakes.memory_library import article;"
        "terms_of(article(1, '重庆')); sys.exit('pypinyin.phrases_dict' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd="tests")
