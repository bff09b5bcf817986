"""Where a title breaks: at words, never between a year and 年, in lines that make a good shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from app.render.blocks import Run
from app.render.widths import em_width

# Words of the field that must stay whole; what stands unknown between two of them stays whole as well.
_WORDS = """
部门 整体支出 整体 支出 绩效 自评报告 自评表 自评 评价报告 评价 评估 报告 项目 预算 决算 专项 资金 单位 情况 工作
总结 说明 目标 管理 监控 关于 开展 印发 报送 公开 填报 汇总 结果 通知 方案 办法 实施 执行 完成 使用 扶持 补助 补贴
奖励 经费 政策 制度 体系 指标 附件 申报 年度 重点 人力资源 社会保障 社会保险 社会事业 社会工作 财政 教育 卫生 健康
民政 司法 公安 审计 统计 税务 水务 水利 农业 农村 农林 住房 城乡建设 交通运输 生态环境 自然资源 规划 市场监督 监督
城市管理 综合执法 应急 退役军人 事务 医疗保障 文化 广电 广播电视 旅游 体育 科技 科学技术 工业 信息化 商务 投资 促进
发展 改革 机关 政务服务 政务 数据 人民政府 人民代表大会 常务 委员会 政协 纪律检查 监察 组织 宣传 统战 政法 党校
总工会 共青团 妇女 残疾人 工商业 联合会 科学技术协会 红十字会 档案 地方志 国有资产 林业 园林 海洋 气象 消防 救援
民族 宗教 信访 外事 侨务 街道 办事处 开发区 高新区 服务 中心 建设 保护 就业 创业 人才 技能 培训 劳动 仲裁 调解 养老
保险 基金 公共 基本 基础 设施 中小学 学校 医院 大学 学院 幼儿园 公司 集团 研究 技术 安全 生产 环境 治理 保障 乡村
振兴 扶贫 党建 信息 系统 平台 运行 维护 采购 资产 食品 药品 检验 检测 处理 会议 会计 核算 办理 部署 队伍 参与 和谐
合并 市场 中共 办公室 中学 小学 区级 市级 省级 本级
"""
_JOINING = "和及与暨或并、"  # neither end nor begin a line well
_OPENING = "（(《〈“‘「『【〔[{"
_CLOSING = "）)》〉”’」』】〕]}，。、；：？！,.;:?!%％·…"
_UNIT = "(?:年度|年|月|日|万元|亿元|元|[个项家人期批季])?"
_NUMBER = rf"(?P<number>[0-9０-９][0-9０-９.,，%％:：—–～~-]*{_UNIT}|[〇○零一二三四五六七八九]{{4}}年度?)"
_REGION = r"(?P<region>[\u4e00-\u9fff]{2,6}自治[区州县旗]|[\u4e00-\u9fff]{2,3}?(?:新区|[省市区县州旗盟]))"
_WORD = "|".join(sorted(_WORDS.split(), key=len, reverse=True))
_TOKEN = re.compile(
    f"{_NUMBER}|(?P<latin>[A-Za-z][A-Za-z0-9.+-]*)|(?P<word>{_WORD})|(?P<suffix>[局委办厅处院所站会署部队])"
    f"|(?P<joining>[{_JOINING}])|(?P<other>.)",
    re.DOTALL,
)
_WITH_REGION = re.compile(f"{_REGION}|{_TOKEN.pattern}", re.DOTALL)
_ORGANISATIONS = (
    "中心",
    "委员会",
    "办公室",
    "办事处",
    "人民政府",
    "总工会",
    "红十字会",
    "联合会",
    "科学技术协会",
    "医院",
    "学校",
)
_BOUND = frozenset(
    {("部门", "整体支出"), ("部门", "整体"), ("绩效", "自评报告"), ("绩效", "自评"), ("绩效", "评价报告")}
)

_NEVER = 1000.0
_MOST_LINES = 4  # more lines are no title; they are filled one after the other


class _Token(NamedTuple):
    kind: str
    text: str


def break_runs(runs: Sequence[Run], chars_per_line: int, mark: str = "\n") -> Sequence[Run]:
    """A title's runs with `mark` where `break_title` ends a line; a title with breaks of its own keeps just those."""
    text = "".join(run.text for run in runs)
    if "\n" in text:
        return runs
    ends = set(accumulate(map(len, break_title(text, chars_per_line)))) - {len(text)}
    starts = accumulate((len(run.text) for run in runs), initial=0)
    return [replace(run, text=_marked(run.text, start, ends, mark)) for run, start in zip(runs, starts, strict=False)]


def _marked(text: str, start: int, ends: set[int], mark: str) -> str:
    return "".join(letter + mark * (start + number in ends) for number, letter in enumerate(text, 1))


def break_title(text: str, chars_per_line: int) -> list[str]:
    """The lines of a title; joined they are the title again.

    A title that fits stays one line. Otherwise lines end between words and form a trapezium or a diamond, the upper
    line preferably the shorter, none far longer than another (GB/T 9704-2012, 7.3.1). `chars_per_line` counts Chinese
    characters; a digit or letter is half of one.
    """
    if em_width(text) <= chars_per_line:
        return [text]
    pieces = [piece for token in _tokens(text) for piece in _fitting(token, chars_per_line)]
    return _Breaker(pieces, chars_per_line).lines() or [text]


def _fitting(token: _Token, limit: float) -> list[_Token]:
    """The token, or its characters when it is wider than a line."""
    return [token] if em_width(token.text) <= limit else [_Token("letter", letter) for letter in token.text]


class _Breaker:
    """Chooses among all ways to lay tokens into lines."""

    def __init__(self, tokens: Sequence[_Token], limit: float) -> None:
        self._texts = [token.text for token in tokens]
        self._limit = limit
        self._ends = [0.0, *accumulate(map(em_width, self._texts))]  # width up to each token
        self._seams = {place: _seam(left, right) for place, (left, right) in enumerate(pairwise(tokens), 1)}
        self._seams = {place: cost for place, cost in self._seams.items() if cost < _NEVER}

    def lines(self) -> list[str]:
        """The cheapest lines; empty when punctuation ties more together than a line holds."""
        places = self._filled()
        if 1 < len(places) <= _MOST_LINES:
            counts = range(len(places), min(len(places) + 1, _MOST_LINES) + 1)
            places = min((way for count in counts for way in self._ways(0, count)), key=self._cost)
        return ["".join(self._texts[start:end]) for start, end in pairwise([0, *places])]

    def _filled(self) -> list[int]:
        """Line ends when each line takes as much as it can: the fewest lines there can be."""
        places: list[int] = []
        start = fitting = 0
        for end in (*self._seams, len(self._texts)):
            if self._width(start, end) > self._limit:
                if fitting == start or self._width(fitting, end) > self._limit:
                    return []
                places.append(fitting)
                start = fitting
            fitting = end
        return [*places, fitting]

    def _width(self, start: int, end: int) -> float:
        return self._ends[end] - self._ends[start]

    def _ways(self, start: int, count: int) -> Iterator[list[int]]:
        """Every list of `count` line ends from a token on."""
        total = len(self._texts)
        if count == 1:
            if self._width(start, total) <= self._limit:
                yield [total]
            return
        for end in self._seams:
            if end > start and self._width(start, end) <= self._limit >= self._width(end, total) / (count - 1):
                yield from ([end, *rest] for rest in self._ways(end, count - 1))

    def _cost(self, places: list[int]) -> float:
        widths = [self._width(start, end) for start, end in pairwise([0, *places])]
        return sum(self._seams[place] for place in places[:-1]) + _shape(widths) + 5.0 * len(places)


def _shape(widths: Sequence[float]) -> float:
    """What the lines' lengths cost: very unequal ones, a shorter line beneath, and above all an hourglass."""
    spread = (max(widths) - min(widths)) / max(widths)
    steps = [below - above for above, below in pairwise(widths)]
    is_hourglass = any(first < 0 < second for first, second in pairwise(steps))
    return 8.0 * spread * spread + 0.5 * sum(step < 0 for step in steps) + 6.0 * is_hourglass


def _seam(left: _Token, right: _Token) -> float:
    """What a line end between two tokens costs; _NEVER where punctuation forbids it."""
    if right.text[0] in _CLOSING or left.text[-1] in _OPENING:
        return _NEVER
    if "joining" in (left.kind, right.kind) or right.text[0] == "的" or left.text == "关于":
        return 9.0
    if left.kind == "organisation" or left.text[-1] in _CLOSING:
        return 0.0
    if right.kind == "number" or right.text == "关于" or right.text[0] in _OPENING:
        return 0.5
    if (left.text, right.text) in _BOUND or (right.kind == "other" and len(right.text) == 1):
        return 7.0
    if left.kind == "number" or left.text[-1] == "的" or right.text == "绩效":
        return 1.5
    if left.kind == "name":
        return 8.0
    return 4.0 if left.kind == "region" else 3.0


def _tokens(text: str) -> list[_Token]:
    """The title in pieces that no line end may fall into."""
    tokens: list[_Token] = []
    place = 0
    while place < len(text):
        pattern = _WITH_REGION if _may_be_region(tokens) else _TOKEN
        match = pattern.match(text, place)
        assert match is not None  # the last alternative takes any character
        place = match.end()
        _add(tokens, str(match.lastgroup), match[0], is_end=_ends_name(text, place))
    return _with_names(tokens)


def _with_names(tokens: Sequence[_Token]) -> list[_Token]:
    """The tokens with the words that lead up to 局, 中心 … marked as parts of one name."""
    marked: list[_Token] = []
    is_name = False
    for token in reversed(tokens):
        is_name = token.kind == "organisation" or (is_name and token.kind in {"word", "other", "joining"})
        is_part = is_name and token.kind in {"word", "other"}
        marked.append(_Token("name", token.text) if is_part else token)
    return marked[::-1]


def _may_be_region(tokens: Sequence[_Token]) -> bool:
    """A place name is only told from other words where names of departments begin."""
    return not tokens or tokens[-1].kind == "region" or tokens[-1].text in {"关于", "中共", "共青团", "《", "“", "（"}


def _ends_name(text: str, place: int) -> bool:
    """Whether the name of a department can end here, so that 局 of 教育局 is an end and 会 of 会计 is not."""
    match = _TOKEN.match(text, place)
    return match is None or match.lastgroup in {"number", "word"} or match[0] in _OPENING + _CLOSING + "的"


def _add(tokens: list[_Token], kind: str, text: str, *, is_end: bool) -> None:
    last = tokens[-1] if tokens else _Token("start", "")
    if kind == "suffix" and last.kind in {"word", "other", "region", "organisation"}:
        tokens[-1] = _Token("organisation" if is_end else last.kind, last.text + text)
    elif kind in {"other", "suffix"} and last.kind == "other" and _is_loose(last.text[-1]) and _is_loose(text):
        tokens[-1] = _Token("other", last.text + text)
    else:
        is_organisation = text in _ORGANISATIONS and is_end
        tokens.append(_Token("organisation" if is_organisation else "other" if kind == "suffix" else kind, text))


def _is_loose(character: str) -> bool:
    """Whether a character of no known word sticks to its neighbour; punctuation has rules of its own."""
    return character not in _OPENING and character not in _CLOSING and not character.isspace()
