"""What the full name of a department tells: its region, its level, and what it calls itself."""

from __future__ import annotations

import re

from app.model.entities import Level

_REGION = re.compile(
    "(?P<province>[^市县]{1,7}?(?:省|自治区))?(?P<city>[^县]{1,8}?(?:(?<!城)市|自治州|盟))?"
    "(?P<county>[^省市]{1,8}?(?:县|旗|(?<![社灌景库园校])区(?!域)))?"
)
_LEVELS = {"county": Level.COUNTY, "city": Level.CITY, "province": Level.PROVINCE}


def region_of(department: str) -> tuple[str, Level] | None:
    """The region in a department's full name, as 番禺区, and its level; None where the name tells none."""
    found = _REGION.match(department)
    for part, level in _LEVELS.items():
        if found is not None and (region := found[part]):
            return region, Level.DISTRICT if part == "county" and region.endswith("区") else level
    return None


_CALLED = (
    ("人民政府", ""), ("办事处", ""), ("委员会", "委"), ("委", "委"), ("办公室", "办"), ("办", "办"), ("局", "局"),
    ("厅", "厅"), ("中心", "中心"), ("院", "院"), ("部", "部"), ("校", "校"), ("队", "队"), ("站", "站"), ("所", "所"),
)  # fmt: skip
_PLACES = "镇", "乡", "街道"


def short_name_of(department: str) -> str:
    """What a department calls itself in running text, as 我局 or 我中心."""
    ending, word = next(((ending, word) for ending, word in _CALLED if department.endswith(ending)), ("", ""))
    place = department.removesuffix(ending)
    word = word or next((each for each in _PLACES if ending and place.endswith(each)), "单位")
    return f"我{word}"
