"""Finds the sentences that tell how a department is made up, and what they count: offices, units, tasks, projects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from app.exchange.reading.cleaning import is_gap
from app.exchange.reading.sentences import PERCENT, Span, number, split_sentences

_DIGITS = re.compile("[0-9]+")
_COVERAGE = re.compile(
    f"(?:(?P<total>[0-9]{{1,9}})个(?:支出)?|等的支出)项目[^。]{{0,300}}?(?:自评|评价)覆盖率(?:达到?了?|为)?"
    f"(?P<rate>{PERCENT}|【待填[^】]*】)"
)
_PROJECT_COUNTS = re.compile(
    r"项目(?P<total>[0-9]{1,9})个[，,]?(?:其中)?[：，,]?(?:线上)(?:重点)?(?:自评)?项目(?P<online>[0-9]{1,9})个[，、]?线下(?:自评)?项目(?P<offline>[0-9]{1,9})个"
)
_PROJECTS_OF_ONE_KIND = re.compile(
    r"项目(?P<total>[0-9]{1,9})个[，,]?(?:均|都|全部)(?:为|是)(?P<kind>线上|线下)(?:重点|自评)*项目"
)
_TASK_COUNT = re.compile(
    r"年度?，?(?P<we>[^，。；]{1,20}?)整体支出(?:的)?绩效目标共?设(?:置|定)?了?(?:[0-9]{1,9}|【待填[^】]*】)(?:个|项)"
)
_OFFICES = re.compile(
    r"共?(?:内?设(?:有|置)?)(?:有)?(?:(?:机构)(?P<bare>[0-9]{1,9})个|(?:机构)?(?P<count>[0-9]{1,9}|[一二三四五六七八九十]{1,4})个[^，。；：]{0,12}(?:科|处|室|股|机构|部门|队|中心)）?)[，：；]?(?:其中)?"
    r"(?:包括|分别(?:是|为)|即|为|有)?[：:]?(?P<names>(?:【待填[^】]*】|[^。；：])+)"
)
_OFFICES_COUNTED_LAST = re.compile(
    "内设(?:机构)?(?:有|包括|为)?：?(?P<names>[^。；：0-9]{2,2000}?)等?共?(?P<count>[0-9]{1,9})个[^，。；：、]{0,6}(?:科|处|室|股|机构|部门)"
)
_OFFICES_LISTED = re.compile(
    "(?:内设机构|内设科室|职能科室|内设处室)(?:有|包括|分别(?:是|为)|为)：?(?P<names>(?:【待填[^】]*】|[^。；：])+)"
)
_UNIT_KINDS = re.compile(
    r"(?P<kind>参公|公益一类|公益二类|行政|其他)(?:管理)?(?:的)?(?:事业)?单位(?P<count>[0-9]{1,9})个"
)
_KIND = "(?:参公|公益一类|公益二类|行政)?(?:管理)?(?:的)?"
_UNITS_COUNTED = re.compile(
    rf"(?:下属|所属|直属)(?:二级)?{_KIND}(?:事业|预算)?单位共?有?(?P<count>[0-9]{{1,9}})个[，：:]?(?:分别)?(?:是|为|包括|即|有)[：:]?(?P<names>(?:(?![0-9]+个)[^。；])+)"
)
_KIND_BEHIND = re.compile(r"（(?P<kind>参公|公益一类|公益二类|行政)[^（）]{0,8}）$")
_POSTS = re.compile(r"(?:核定)?编制(?:总?数|人数)?(?:为|共)?(?P<count>[0-9]{1,6})(?:人|名|个)")
_STAFF = re.compile(
    r"(?:实有|年末|现有|在编)*(?:在职(?:人员|人数|职工|在编人员)|实有(?:人数|人员))(?:总?数)?(?:为|共)?(?P<count>[0-9]{1,6})(?:人|名)"
)
_UNITS_HEAD = re.compile(rf"下属{_KIND}(?:事业|预算)?单位(?:共)?(?:有)?(?P<count>[0-9]{{1,9}})个")
_UNITS = re.compile(r"下属(?:事业|预算)?单位(?:(?:分别)?(?:是|为|包括|有))[：:]?(?P<names>[^。；0-9][^。；]*)")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many projects were evaluated, and the share of those due, %."""

    total: int
    rate: Decimal | None
    span: Span


def coverage(text: str) -> Coverage | None:
    """…的76个支出项目…，项目支出绩效自评覆盖率达到100.0%."""
    found = _COVERAGE.search(text)
    return Coverage(int(found["total"] or 0), number(found["rate"]), found.span()) if found else None


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How many projects were evaluated, by the way of evaluation."""

    total: int
    online: int
    offline: int


def project_counts(text: str) -> tuple[ProjectCounts, Span] | None:
    """…项目76个，其中线上重点项目14个，线下自评项目62个; or …项目9个，均为线下自评项目."""
    found = _PROJECT_COUNTS.search(text)
    if found is None:
        alike = _PROJECTS_OF_ONE_KIND.search(text)
        if alike is None:
            return None
        total = int(alike["total"])
        online = total if alike["kind"] == "线上" else 0
        return ProjectCounts(total, online, total - online), alike.span()
    return ProjectCounts(int(found["total"]), int(found["online"]), int(found["offline"])), found.span()


def task_count(text: str) -> tuple[str, Span] | None:
    """2021年，我局整体支出绩效目标共设了10个主要工作任务: the department's short name."""
    found = _TASK_COUNT.search(text)
    return (found["we"], found.span()) if found else None


@dataclass(frozen=True, slots=True)
class Names:
    """Names in an enumeration and how many the text says there are; None when it does not say."""

    names: tuple[str, ...]
    count: str | None
    span: Span


def offices(text: str) -> Names | None:
    """…共设9个职能科（室），包括办公室、…."""
    found = _OFFICES.search(text) or _OFFICES_COUNTED_LAST.search(text) or _OFFICES_LISTED.search(text)
    if found is None:
        return None
    return Names(_listed(found["names"]), _count(found), found.span())


def _count(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    return groups.get("count") or groups.get("bare")


def units(text: str) -> Names | None:
    """下属单位分别是：…、… or 下属单位3个，分别是…、…."""
    if counted := _UNITS_COUNTED.search(text):
        return Names(_listed(counted["names"]), counted["count"], counted.span())
    found = _UNITS.search(text)
    if found is None:
        return None
    head = _UNITS_HEAD.search(text)
    return Names(_listed(found["names"]), head["count"] if head else None, found.span())


def kind_behind(name: str) -> tuple[str, str]:
    """A unit's name without the kind behind it in brackets, and that kind; empty where none stands there."""
    found = _KIND_BEHIND.search(name)
    return (name[: found.start()], found["kind"]) if found else (name, "")


def units_head(text: str) -> Span | None:
    """下属事业单位9个."""
    found = _UNITS_HEAD.search(text)
    return found.span() if found else None


def posts_and_staff(text: str) -> tuple[int | None, int | None, list[Span]]:
    """编制人数120人，年末实有在职人员113人: both, None where not told, and the sentences that tell no other number."""
    posts, staff = _POSTS.search(text), _STAFF.search(text)
    found = [item for item in (posts, staff) if item]
    spans = []
    for start, end in split_sentences(text):
        own = [item.span() for item in found if start <= item.start() < end]
        told = sum(len(_DIGITS.findall(text[first:last])) for first, last in own)
        if own and told == len(_DIGITS.findall(text[start:end])):
            spans.append((start, end))
    return int(posts["count"]) if posts else None, int(staff["count"]) if staff else None, spans


def unit_kinds(text: str) -> tuple[list[tuple[str, int]], list[Span]]:
    """参公事业单位6个、公益一类事业单位2个: the kinds with their counts, and where they stand."""
    found = list(_UNIT_KINDS.finditer(text))
    return [(item["kind"], int(item["count"])) for item in found], [item.span() for item in found]


def _listed(text: str) -> tuple[str, ...]:
    """The parts of an enumeration; a sign within brackets does not part."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "（(") - (character in "）)")
        if character in "、，" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    names = (
        re.sub("(?:和|及)?等?(?:[0-9一二三四五六七八九十]+个(?:科室|单位|部门|机构))?$", "", part.strip())
        for part in parts
    )
    return tuple(name for name in names if name and not is_gap(name))
