"""Names by the first letters of their pinyin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.initials import initials


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("预算完成率", "yswcl"),
        ("绩效目标", "jxmb"),
        ("政府采购执行率", "zfcgzxl"),
        ("重点工作", "zdgz"),
        ("重复", "cf"),
        ("年中调整", "nztz"),
        ("校核", "jh"),
        ("参数", "cs"),
        ("番禺区", "pyq"),
        ("导出 Word", "dcword"),
        ("“三公经费”变动率", "sgjfbdl"),
        ("2021年度", "2021nd"),
        ("啊座", "az"),
    ],
)
def test_a_name_is_known_by_its_first_letters(name: str, first: str) -> None:
    assert first in initials(name).split("\n")


def test_a_character_of_which_nothing_is_known_matches_nothing() -> None:
    assert initials("\U00020bb7野家") == "?yj"
    assert initials("（）：") == ""


def test_every_letter_begins_where_the_standard_has_it() -> None:
    firsts = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
    assert initials(firsts) == "abcdefghjklmnopqrstwxyz"
    lasts = "澳怖错堕贰咐过祸骏阔络穆诺沤瀑群弱所唾误迅孕座"
    assert initials(lasts) == "abcdefghjklmnopqrstwxyz"


@given(st.text(max_size=40))
def test_no_name_is_too_odd_and_none_grows_without_bounds(name: str) -> None:
    found = initials(name)
    assert len(found) <= 16 * (3 * len(name) + 1)
    assert " " not in found
