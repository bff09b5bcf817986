"""PB: nothing in the text that must not be published."""

from __future__ import annotations

import re
from datetime import date

from app.checks import texts
from app.checks.registry import Findings, Found, Subject, Unchecked, check
from app.model.entities import Evidence
from app.model.results import Severity

_IDENTITY = re.compile(
    "(?<![0-9A-Za-z])[1-9][0-9]{5}((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_MOBILE = re.compile("(?<![0-9.])1[3-9][0-9]{9}(?![0-9])")
_ACCOUNT = re.compile("(?<![0-9.])[0-9]{4}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?(?![0-9])")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_PERSON = re.compile(
    f"(?:(?<![\u4e00-\u9fff])|(?<=[向给对由为和与]))[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:同志|先生|女士)"
)
_SUSPECT = re.compile("[0-9][0-9 -]{9}|同志|先生|女士")
_MONEY = re.compile("[0-9][0-9,.]*(?:余|多)?万?元")
_SECRET = re.compile(
    "绝密|(?<!商业)机密(?:★|级|[0-9]+年|文件)|秘密(?:★|级)|工作秘密|内部(?:资料|文件|掌握)|不得(?:对外)?公开|不予公开|严禁外传|注意保存"
    "|〔[0-9]{4}〕密|密(?:函|电)"
)
_PATH = re.compile(r"[A-Za-z]:\\[^\s，。]+|\\\\[A-Za-z0-9][^\s，。]+|/(?:home|Users|tmp|var)/[^\s，。]+|file://\S+")
_LATIN = re.compile(r"[A-Za-z]{4}|[\\/]")
_MAKER = re.compile("python-docx|openpyxl|Administrator|LENOVO|Microsoft Office User", re.IGNORECASE)


@check("PB-01", "个人信息", Severity.ERROR, "概 任 收 管 论 析 项 效 题 措 表", "个人信息保护法；预决算公开操作规程")
def personal_data(subject: Subject) -> Findings:
    """No identity card, telephone or account number and no person with an amount."""
    for passage in subject.corpus.having(_SUSPECT):
        for what, found in _personal(passage.text):
            yield Found(
                f"“{_hidden(found[0])}”疑为{what}，公开版不得含个人信息",
                "请删去或隐去",
                subject.entity(passage),
                passage.field,
                {"kind": what, "text": _hidden(found[0])},
                quote=_hidden(found[0]),
            )


def _personal(text: str) -> list[tuple[str, re.Match[str]]]:
    found = [("身份证号", match) for match in _IDENTITY.finditer(text) if _is_day(match)]
    found += [("手机号码", match) for match in _MOBILE.finditer(text)]
    found += [("银行账号", match) for match in _ACCOUNT.finditer(text) if _is_account(match[0])]
    persons = (match for match in _PERSON.finditer(text) if _MONEY.search(texts.clause_at(text, match.start())))
    return found + [("个人姓名和金额", match) for match in persons]


def _is_day(match: re.Match[str]) -> bool:
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    return True


def _is_account(text: str) -> bool:
    """Whether a number passes the check digit of bank cards (Luhn), and is no identity card."""
    digits = [int(character) for character in text if character.isdigit()]
    if len(digits) == 18 and _IDENTITY.fullmatch(text):
        return False
    doubled = [digit if index % 2 == 0 else sum(divmod(2 * digit, 10)) for index, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _hidden(text: str) -> str:
    """The beginning and end of a number, so that the list of findings does not publish it either."""
    return text if len(text) < 8 else f"{text[:3]}****{text[-2:]}"


@check(
    "PB-02", "涉密和内部信息", Severity.ERROR, "概 任 收 管 论 析 项 效 题 措 表", "保守国家秘密法；政府信息公开条例"
)
def secrets(subject: Subject) -> Findings:
    """No mark of secrecy and no internal document."""
    for passage in subject.corpus.having(_SECRET):
        found = _SECRET.search(passage.text)
        if found:
            yield Found(
                f"“{texts.around(passage.text, *found.span(), width=8)}”含“{found[0]}”，涉密、内部信息不得公开",
                "请核实并删去",
                subject.entity(passage),
                passage.field,
                {"words": found[0]},
                quote=texts.around(passage.text, *found.span(), width=8),
            )


@check("PB-03", "文档属性", Severity.WARNING, "文件", "公开文件不得带作者、单位和存放位置")
def properties(subject: Subject) -> Findings:
    """No path of a computer and no name of a program; the files' own properties are cleared when they are written."""
    for passage in subject.corpus.having(_LATIN):
        found = _PATH.search(passage.text) or _MAKER.search(passage.text)
        if found:
            yield _trace(found[0], subject, passage.table, passage.row_id, passage.field)
    for row in subject.data.evidence:
        found = _PATH.search(row.file_name)
        if found:
            yield _trace(found[0], subject, Evidence.TABLE, row.id, "file_name")
    yield Unchecked("文件属性在导出时清除，不写作者、单位和路径；由其他软件另存的文件请自行检查")


def _trace(words: str, subject: Subject, table: str, row_id: int, field: str) -> Found:
    return Found(
        f"文字中有电脑路径或软件痕迹“{texts.quote(words)}”",
        "请删去",
        subject.data.find(table, row_id),
        field,
        {"text": words},
        quote=texts.quote(words),
    )
