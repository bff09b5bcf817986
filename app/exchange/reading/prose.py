"""Turns the paragraphs of each chapter into entries, by what the chapter is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app.exchange.reading import fund_sentences, score_sentences, sentences, structure_sentences
from app.exchange.reading import items as listing
from app.exchange.reading.chapters import Chapter, Topic, topic_of
from app.exchange.reading.cleaning import is_gap
from app.exchange.reading.drafts import Draft, Drafts
from app.exchange.reading.fund_sentences import is_project_funds
from app.exchange.reading.items import Item
from app.exchange.reading.numbering import bare_heading, marker
from app.exchange.reading.score_sentences import Deduction
from app.exchange.reading.sentences import Span
from app.exchange.reading.source import Paragraph, Table
from app.exchange.reading.structure_sentences import ProjectCounts
from app.exchange.reading.tables import Tables
from app.exchange.reading.understanding import Confidence
from app.model.entities import (
    Adjustment,
    AdjustmentKind,
    Department,
    Duty,
    KeyWork,
    Measure,
    Office,
    Problem,
    Project,
    Report,
    Task,
    Unit,
)

_LONG_TEXTS = {
    Topic.OVERALL_GOAL: "overall_goal",
    Topic.SPENDING_GOAL: "spending_goal",
    Topic.MANAGEMENT: "management_text",
    Topic.RESULTS: "results_text",
}
_BARE_FACTS = frozenset({Topic.OVERALL_GOAL, Topic.SPENDING_GOAL, Topic.RESULTS, Topic.WORK})
"""Chapters of the officer's own prose, where only the sentence a paragraph begins with is taken for a figure."""

_PAIRED = frozenset({Topic.NONE, Topic.PREAMBLE, Topic.PROFILE, Topic.FUNDS, Topic.CONCLUSION})
"""Chapters whose sentences on a category's budget and spending are of the department, not of a project."""

_BOILERPLATE = re.compile(
    "(?:[^。]*(?:如下|包括|情况)：)"
    "|年度预算执行完成后，[^。]*进行了自评。?"
    "|[^。]*分为管理效能和履职效能两个方面。?"
    "|[^。]*无加减分项。?"
    "|[^。]*(?:完成情况分析|情况)如下[：。]"
    "|无[。；]?|无其他需要说明的(?:情况|事项|问题)[。；]?"
    "|(?:（20[0-9]{2}年度?）|单位：(?:万元|元|亿元)|.*绩效(?:自评|评价)(?:指标)?表)"
)
_OVERALL = re.compile("(?:年度|全年)?总体工作(?:任务)?(?:完成)?情况：")
_OVERALL_HEAD = re.compile("(?:年度|全年)?总体工作(?:任务)?(?:完成)?(?:情况)?")
_KEY_WORKS = re.compile("(?:年度|全年)?重点工作(?:任务)?(?:完成)?情况(?:如下)?：")
_GOAL_DONE = re.compile("(?:年度)?(?:部门)?(?:整体)?(?:支出)?绩效目标完成情况：")
_KEY_WORKS_HEAD = re.compile("(?:年度|全年)?重点工作(?:任务)?(?:完成)?(?:情况)?")
_DUTIES = re.compile("(?:主要)?(?:职责|职能)(?:包括|是|有|为)?(?:如下)?：")
_STOPS = "，。；"  # and nothing: the end of a text is a stop as well
_SKIPPED = 20  # numbers of projects that may have been missed before one
_UNIT = re.compile("单位：(万元|元|亿元)")


class Prose:
    """Reads chapters into drafts; figures that only make sense together are kept for the end."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._tables = Tables(drafts)
        self.project_counts: ProjectCounts | None = None
        self.project_passage = ""
        self._is_covered = False  # the share of projects evaluated was told
        self.unit_kinds: list[tuple[str, int]] = []
        self.total_funds: tuple[fund_sentences.Amounts, str] | None = None
        self.management_deductions: list[Deduction] = []
        self.delivery_deductions: list[Deduction] = []
        self.remainders: list[tuple[tuple[str, ...], str]] = []  # path and rest of paragraphs of deductions
        self._handlers: Mapping[Topic, Callable[[Chapter, Sequence[Paragraph]], None]] = {
            Topic.DUTIES: self._duties,
            Topic.WORK: self._work,
            Topic.TASKS: self._tasks,
            Topic.PROJECTS: self._projects,
            Topic.PROBLEMS: self._problems,
            Topic.PROBLEMS_AND_MEASURES: self._problems,
            Topic.MEASURES: self._measures,
            Topic.PROFILE: self._profile,
        }

    def read(self, chapter: Chapter) -> None:
        """Reads one chapter."""
        paragraphs = []
        for block in chapter.blocks:
            if isinstance(block, Table):
                self._tables.read(block, chapter)
            elif found := _UNIT.fullmatch(block.text):
                self._tables.unit = found[1]
            elif not self._tables.read_line(block.text, chapter):
                paragraphs.append(block)
        before, projects = len(paragraphs), list[Item]()
        if chapter.topic is not Topic.PROJECTS and any(is_project_funds(item.text) for item in paragraphs):
            texts, projects = _projects(paragraphs)
            before = len(texts)
        handler = self._handlers.get(chapter.topic, self._plain)
        handler(chapter, paragraphs[:before])
        for item in projects:
            self._project(item)

    # Sentences that mean the same wherever they stand

    def _facts(self, text: str, topic: Topic) -> str:
        """Takes the known sentences out of a paragraph; what is left of it."""
        if len(text) > sentences.LONGEST:
            return text
        spans: list[Span] = []
        if found := fund_sentences.total_funds(text):
            amounts, span = found
            if span[0] == 0 or topic not in _BARE_FACTS:
                self.total_funds = self.total_funds or (amounts, text)
                spans.append(span)
        if topic not in _BARE_FACTS:
            spans += [*self._funds(text, topic), *self._counts(text), *self._scores(text, topic)]
        if topic in {Topic.PROFILE, Topic.NONE, Topic.PREAMBLE, Topic.DUTIES}:
            spans += self._structure(text)
        rest = sentences.without(text, spans) if spans else text
        is_opening = topic is Topic.PREAMBLE and rest.endswith("：")  # leads on to the whole report, in its own words
        return "" if is_gap(rest) or (_BOILERPLATE.fullmatch(rest) and not is_opening) else rest

    def _funds(self, text: str, topic: Topic) -> list[Span]:
        figures = fund_sentences.fund_figures(text)
        pairs = fund_sentences.fund_pairs(text) if topic in _PAIRED and not figures else []
        for pair in pairs:
            line = self._drafts.fund_line(pair.axis, pair.category, text)
            line.fill(text, budget=pair.budget, executed=pair.executed)
        for figure in figures:
            line = self._drafts.fund_line(figure.axis, figure.category, text)
            line.fill(text, **{"budget" if figure.is_budget else "executed": figure.amount})
        self._drafts.tell(Department, text, self_name=fund_sentences.self_name(text))
        return [(0, len(text))] if figures else [pair.span for pair in pairs]

    def _counts(self, text: str) -> list[Span]:
        """Takes over what is said first; where it is said again, it is the officer's own text."""
        spans = []
        if not self._is_covered and (covered := structure_sentences.coverage(text)):
            self._is_covered = True
            self._drafts.tell(Report, text, projects_due=_due(covered))
            spans.append(covered.span)
        if self.project_counts is None and (counted := structure_sentences.project_counts(text)):
            self.project_counts, span = counted
            self.project_passage = text
            spans.append(span)
        if tasks := structure_sentences.task_count(text):
            self._drafts.tell(Department, text, short_name=tasks[0])
            spans.append(tasks[1])
        return spans

    def _scores(self, text: str, topic: Topic) -> list[Span]:
        scores = score_sentences.scores(text, is_conclusion=topic is Topic.CONCLUSION)
        if not scores:
            return []
        told = {f"typed_{name}": score for name, score in scores.items() if score is not None}
        self._drafts.tell(Report, text, **told)
        management, delivery = score_sentences.deductions(text)
        self.management_deductions += management
        self.delivery_deductions += delivery
        for item in score_sentences.adjustments(text):
            kind = AdjustmentKind.BONUS if item.is_bonus else AdjustmentKind.PENALTY
            self._drafts.add(Adjustment, text, name=item.name, kind=kind.value, score=item.score)
        return [
            (start, end)
            for start, end in sentences.split_sentences(text)
            if re.search("得分|加减分|分为管理效能|进行了自评", text[start:end])
        ]

    def _structure(self, text: str) -> list[Span]:
        spans = []
        if offices := structure_sentences.offices(text):
            sure = _confidence(offices)
            for name in offices.names:
                self._drafts.add(Office, text, sure, name=name)
            spans.append(offices.span)
        if units := structure_sentences.units(text):
            sure = _confidence(units)
            for each in units.names:
                name, kind = structure_sentences.kind_behind(each)
                self._drafts.add(Unit, text, sure, name=name, kind=kind or None)
            spans.append(units.span)
        if head := structure_sentences.units_head(text):
            kinds, found = structure_sentences.unit_kinds(text)
            if kinds or text[head[1] : head[1] + 1] in _STOPS:  # else it says more of them than how many there are
                spans.append(head)
            self.unit_kinds = kinds
            spans += found
        posts, staff, told = structure_sentences.posts_and_staff(text)
        self._drafts.tell(Report, text, posts=posts, staff=staff)
        return [*spans, *told]

    # Chapters

    def _plain(self, chapter: Chapter, paragraphs: Sequence[Paragraph]) -> None:
        """A chapter of running text: a long text of the report, or facts with something left over."""
        name = _LONG_TEXTS.get(chapter.topic)
        for paragraph in paragraphs:
            before = len(self.management_deductions) + len(self.delivery_deductions)
            rest = self._facts(paragraph.text, chapter.topic)
            if name == "spending_goal" and (found := _GOAL_DONE.match(rest)):
                name, rest = "goal_completion", rest[found.end() :]
            if name:
                self._drafts.tell_line(name, rest)
            elif before < len(self.management_deductions) + len(self.delivery_deductions):
                self.remainders.append((chapter.path, rest))
            elif not self._is_heading_of(chapter, rest):
                self._drafts.leave(chapter.path, rest)

    def _is_heading_of(self, chapter: Chapter, text: str) -> bool:
        """Whether a line is a heading under the chapter that says no more than the chapter's own."""
        found = marker(text)
        return found is not None and "。" not in text and topic_of(found.rest) is chapter.topic is not Topic.NONE

    def _profile(self, chapter: Chapter, paragraphs: Sequence[Paragraph]) -> None:
        for index, paragraph in enumerate(paragraphs):
            if _DUTIES.search(paragraph.text) and not self._has_structure(paragraph.text):
                self._duties(chapter, paragraphs[index:])
                return
            self._plain(chapter, [paragraph])

    def _has_structure(self, text: str) -> bool:
        return structure_sentences.offices(text) is not None or structure_sentences.units(text) is not None

    def _duties(self, chapter: Chapter, paragraphs: Sequence[Paragraph]) -> None:
        before, found = listing.divided(paragraphs)
        if len(found) == 1:
            found = listing.run_on([paragraph.text for paragraph in paragraphs[len(before) :]]) or found
        texts = ["\n".join([item.head, *item.lines]) for item in found]
        sure = Confidence.CERTAIN
        if not found:
            texts, before = self._unnumbered_duties(before)
            sure = Confidence.LIKELY
        for text in texts:
            self._drafts.add(Duty, text, sure, text=text)
        self._leave_intro(chapter, before)

    def _unnumbered_duties(self, texts: Sequence[str]) -> tuple[list[str], list[str]]:
        """The duties of paragraphs without numbers, and the paragraphs that are none."""
        duties: list[str] = []
        others: list[str] = []
        for text in texts:
            head = _DUTIES.search(text)
            body = text[head.end() :] if head else text
            if parts := listing.inline(body):
                duties += parts
            elif body and not self._has_structure(body):
                duties.append(body)
            elif body:
                others.append(body)
        return duties, others

    def _leave_intro(self, chapter: Chapter, texts: Sequence[str]) -> None:
        for text in texts:
            rest = self._facts(text, chapter.topic)
            if not rest.endswith("："):
                self._drafts.leave(chapter.path, rest)

    def _work(self, chapter: Chapter, paragraphs: Sequence[Paragraph]) -> None:
        paragraphs = [item for item in paragraphs if not _OVERALL_HEAD.fullmatch(bare_heading(item.text))]
        border = next((place for place, item in enumerate(paragraphs) if _begins_key_works(item.text)), None)
        if border is None:
            before, found = listing.divided(paragraphs)
            if len(found) < 2 or any(_OVERALL.match(item.text) for item in paragraphs):  # numbers within running text
                before, found = [paragraph.text for paragraph in paragraphs], []
        else:
            before = [paragraph.text for paragraph in paragraphs[:border]]
            head = paragraphs[border].text
            rest = "" if _KEY_WORKS_HEAD.fullmatch(bare_heading(head)) else _KEY_WORKS.sub("", head, count=1)
            listed = [*([Paragraph(rest)] if rest else []), *paragraphs[border + 1 :]]
            others, found = listing.divided(listed)
            for text in others:
                self._drafts.leave(chapter.path, text)
        begin = next((place for place, text in enumerate(before) if _OVERALL.match(text)), 0)
        for place, text in enumerate(before):
            field = "overall_work" if place >= begin else "overall_goal"  # what comes before the work is its goal
            self._drafts.tell_line(field, self._facts(_OVERALL.sub("", text, count=1), chapter.topic))
        for item in found:
            title, lines = item.title_and_text
            self._drafts.add(KeyWork, item.passage, title=title, text=_without_gaps(lines))

    def _tasks(self, chapter: Chapter, paragraphs: Sequence[Paragraph]) -> None:
        before, found = listing.divided(paragraphs)
        self._leave_intro(chapter, before)
        for item in found:
            title, lines = item.title_and_text
            self._drafts.add(Task, item.passage, name=title, analysis=_without_gaps(lines))

    def _problems(self, chapter: Chapter, paragraphs: Sequence[Paragraph]) -> None:
        for item, sure in self._points(chapter, paragraphs):
            title, lines = item.title_and_text
            self._drafts.add(Problem, item.passage, sure, title=title, text="\n".join(lines))

    def _measures(self, chapter: Chapter, paragraphs: Sequence[Paragraph]) -> None:
        for item, sure in self._points(chapter, paragraphs):
            title, lines = item.title_and_text
            self._drafts.add(Measure, item.passage, sure, title=title, text="\n".join(lines))

    def _points(self, chapter: Chapter, paragraphs: Sequence[Paragraph]) -> list[tuple[Item, Confidence]]:
        """The problems or measures of a chapter, also where they are not numbered."""
        before, found = listing.divided(paragraphs)
        if found:
            self._leave_intro(chapter, before)
            return [(item, Confidence.CERTAIN) for item in found]
        points = []
        for text in before:
            parts = listing.inline(text) or ([] if text.endswith("：") else [text])
            points += [(Item(part, is_heading=False), Confidence.LIKELY) for part in parts]
        return points

    def _projects(self, chapter: Chapter, paragraphs: Sequence[Paragraph]) -> None:
        before, found = _projects(paragraphs)
        self._leave_intro(chapter, before)
        for item in found:
            self._project(item)

    def _project(self, item: Item) -> None:
        project = self._drafts.add(Project, item.head, name=item.head)
        is_result = False
        for line in item.lines:
            text, remark = line, ""
            if project.get("budget") is None and project.get("executed") is None:
                text, remark = _take_funds(project, text)
            if is_result:
                project.add_line("result", text)
                continue
            purpose, result = fund_sentences.purpose_and_result(text, is_first=not project.get("purpose"))
            project.add_line("purpose", purpose)
            if remark:
                project.add_line("purpose", remark)
            if result is not None:
                is_result = True
                project.add_line("result", result)
        project.passages = [item.passage]


def _begins_key_works(text: str) -> bool:
    return _KEY_WORKS.match(text) is not None or _KEY_WORKS_HEAD.fullmatch(bare_heading(text)) is not None


def _take_funds(project: Draft, text: str) -> tuple[str, str]:
    """Takes the amounts of a project out of a paragraph; the rest of it, and what was remarked on the amounts."""
    found = fund_sentences.project_funds(text)
    if found is None:
        return text, ""
    amounts, (start, end), remark = found
    project.values |= {
        name: getattr(amounts, name) for name in ("budget", "executed", "entrusted_budget", "entrusted_executed")
    }
    return (text[:start] + text[end:]).strip(), remark


def _projects(paragraphs: Sequence[Paragraph]) -> tuple[list[str], list[Item]]:
    """The projects of a chapter: each paragraph that gives a project's funds has the project's name before it."""
    anchors = [place for place, paragraph in enumerate(paragraphs) if is_project_funds(paragraph.text)]
    if not anchors or any(paragraph.heading for paragraph in paragraphs):
        return listing.divided(paragraphs)
    items: list[Item] = []
    starts = []
    for place in anchors:
        text = paragraphs[place].text
        found = fund_sentences.project_funds(text)
        start = found[1][0] if found else 0
        if start == 0 and place:
            starts.append(place - 1)
            items.append(Item(_named(paragraphs[place - 1].text, len(items) + 1), True))
            own = [text]
        else:
            starts.append(place)
            items.append(Item(_named(text[:start].rstrip("：。，"), len(items) + 1), True))
            own = [text[start:]]
        items[-1].lines += own
    for index, place in enumerate(anchors):
        end = starts[index + 1] if index + 1 < len(anchors) else len(paragraphs)
        items[index].lines += [paragraph.text for paragraph in paragraphs[place + 1 : end]]
    return [paragraph.text for paragraph in paragraphs[: starts[0]]], items


def _named(text: str, number: int) -> str:
    """A project's name without the number before it."""
    found = marker(text, is_heading=True)
    return found.rest if found and (found.kind != "1." or 0 <= found.number - number < _SKIPPED) else text


def _without_gaps(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if not is_gap(line))


def _confidence(names: structure_sentences.Names) -> Confidence:
    """Whether as many were named as the text says."""
    counted = names.count is None or not names.count.isdigit() or int(names.count) == len(names.names)
    return Confidence.CERTAIN if counted else Confidence.LIKELY


def _due(covered: structure_sentences.Coverage) -> int | None:
    """The number of projects due that gives the printed share, as near as it can be told."""
    if not covered.rate or not covered.total:
        return None
    return int((covered.total * 100 / covered.rate).to_integral_value())
