"""Packs of the officer's own: saved from a report, shared as one file, and installed only when nothing is wrong."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app import packs, paths
from app.errors import AppError, ImportFileError, InputError, TemplateError
from app.library import Library
from app.packs import sharing
from app.render.template_rules import check_sources

LABEL = "番禺区2022年指标体系"


@pytest.fixture
def shared(library: Library, tmp_path: Path) -> Path:
    """The default pack as one file."""
    library.own_packs.share(packs.DEFAULT, tmp_path / "pack.zip")
    return tmp_path / "pack.zip"


def rezipped(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The shared file with other contents, the hashes made to fit."""
    with zipfile.ZipFile(path) as package:
        found = {name: package.read(name) for name in package.namelist()}
    change(found)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in found.items():
            package.writestr(name, data)
    return path


def with_hashes(found: dict[str, bytes]) -> None:
    manifest = json.loads(found["manifest.json"])
    manifest["files"] = {
        name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name != "manifest.json"
    }
    found["manifest.json"] = json.dumps(manifest).encode()


def test_a_reports_indicators_become_a_pack(library: Library, sample: int) -> None:
    rows = library.data(sample).indicators
    key = library.own_packs.save(sample, LABEL)
    pack = packs.load(key)
    assert pack.label == LABEL
    made = [
        (row.block, row.level2, row.level3, row.weight, row.rule, row.target, row.parameters, row.criterion, row.fact)
        for row in pack.indicators
    ]
    assert made == [
        (row.block, row.level2, row.level3, row.weight, row.rule, row.target, row.parameters, row.criterion, row.fact)
        for row in rows
    ]
    base = packs.load(packs.DEFAULT)
    assert (pack.templates, pack.outline, pack.scores) == (base.templates, base.outline, base.scores)
    report = library.reports.new("某市某局", 2022, pack=key)
    assert len(library.data(report).indicators) == len(rows)


@pytest.mark.parametrize(("label", "says"), [("  ", "不能为空"), ("///", "不能为空"), ("mof-2013", "已有名为")])
def test_a_name_that_cannot_be_had_is_refused(library: Library, sample: int, label: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        library.own_packs.save(sample, label)


def test_quotes_and_line_breaks_in_indicators_survive(library: Library, sample: int) -> None:
    text = '他说"好"\\n\n第二行\t🙂'
    row = library.data(sample).indicators[0]
    library.set_field(sample, "indicator", row.id, "criterion", text)
    assert packs.load(library.own_packs.save(sample, LABEL)).indicators[0].criterion == text


@pytest.mark.parametrize("key", sorted(packs.available()))
def test_a_shared_pack_is_the_same_elsewhere(
    library: Library, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    library.own_packs.share(key, tmp_path / "pack.zip")
    monkeypatch.setenv("ZIPING_HOME", str(home / "elsewhere"))
    made = packs.load(library.own_packs.install(tmp_path / "pack.zip"))
    original = packs.load(key)
    assert (made.label, made.templates, made.scores) == (original.label, original.templates, original.scores)
    assert (made.indicators, made.projects) == (original.indicators, original.projects)
    assert made.key == f"{key}-2"
    assert list((paths.user_packs()).iterdir()) == [paths.user_packs() / made.key]


def test_sharing_twice_gives_the_same_bytes() -> None:
    assert sharing.share(packs.DEFAULT) == sharing.share(packs.DEFAULT)


def put(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(found: dict[str, bytes]) -> None:
        found[name] = data

    return change


def spoilt(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(found: dict[str, bytes]) -> None:
        assert old.encode() in found[name]
        found[name] = found[name].replace(old.encode(), new.encode(), 1)
        with_hashes(found)

    return change


def bomb(found: dict[str, bytes]) -> None:
    found["report.xhtml"] = b"0" * 30_000_000
    with_hashes(found)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (put("../evil.toml", b""), "以外的文件"),
        (put("C:\\evil.toml", b""), "以外的文件"),
        (put("extra.exe", b"MZ"), "以外的文件"),
        (put("report.xhtml", b"<p/>"), "不是完整的模板包"),
        (put("manifest.json", b"{}"), "不是完整的模板包"),
        (put("manifest.json", b"[" * 5_000), "不是完整的模板包|解压后太大"),
        (put("manifest.json", b'{"format": 2, "key": "a", "files": {}}'), "先升级程序"),
        (bomb, "解压后太大"),
        (spoilt("pack.toml", "weight = 50", "weight = 0"), "weight 应大于 0"),
        (spoilt("annex.xhtml", "{% for axis in axes %}", "{% for axis in [1] * 999999999 %}"), "不允许的写法"),
        (spoilt("annex.xhtml", "|blank", "|center(999999999)"), "不允许的过滤器“center”"),
        (spoilt("annex.xhtml", "{{ report.year }}", "{{ range(999999999)|list }}"), "调用了模板以外的功能"),
        (spoilt("report.xhtml", "{% set self =", "{% set a = b ~ b %}{% set self ="), "不允许的写法"),
        (spoilt("report.xhtml", "{% endmacro %}", "{{ prose(value) }}{% endmacro %}"), "宏里又调用了宏"),
        (spoilt("report.xhtml", "<section", "{% if %}<section"), "写法有误"),
        (spoilt("annex.xhtml", "report.year", "report.yeer"), r"annex.xhtml 第\d+行：无法计算（没有“yeer”这一项）"),
        (spoilt("annex.xhtml", "<td>{{ row.level3 }}</td>", ""), r"annex.xhtml 第\d+行：表格第1行占 10 列"),
        (spoilt("report.xhtml", "<section", "<section><script/></section><section"), "不允许出现 <script>"),
        (spoilt("project.xhtml", "form.total", "form.totl"), r"project.xhtml 第\d+行"),
        (
            spoilt("indicators.toml", 'parameters = "', 'parameters = "扣分；'),
            r"indicators\[1\].parameters 有误（指标“预算完成率”）：规则参数“扣分”应写作",
        ),
    ],
)
def test_a_hostile_or_faulty_file_is_refused_and_leaves_nothing(
    library: Library, shared: Path, change: Callable[[dict[str, bytes]], None], says: str
) -> None:
    with pytest.raises(AppError, match=says):
        library.own_packs.install(rezipped(shared, change))
    assert not paths.user_packs().exists() or list(paths.user_packs().iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_zip_is_refused(library: Library, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match="不是完整的模板包"):
        library.own_packs.install(path)


def test_a_file_cut_short_anywhere_is_refused(library: Library, shared: Path) -> None:
    content = shared.read_bytes()
    for length in range(0, len(content) - 1, len(content) // 15):
        shared.write_bytes(content[:length])
        with pytest.raises(AppError):
            library.own_packs.install(shared)


def test_a_missing_file_is_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="找不到文件“gone"):
        library.own_packs.install(tmp_path / "gone.zip")


@pytest.mark.parametrize("key", sorted(packs.available()))
def test_the_shipped_templates_keep_the_rules(key: str) -> None:
    check_sources(key, packs.load(key).templates)


def test_loops_in_loops_are_limited() -> None:
    source = "{% for a in x %}" * 5 + "{% endfor %}" * 5
    with pytest.raises(TemplateError, match="循环套得太深"):
        check_sources("试用", {"report.xhtml": source})
