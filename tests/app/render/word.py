"""What the tests of the Word writer share: layouts, written files and a look into their parts."""

from __future__ import annotations

import importlib.util
import io
import os
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import docx
import pytest
from docx.document import Document as Word
from lxml import etree

from app import packs
from app.model.layout import Layout, WordOptions
from app.render.blocks import Document
from app.render.docx import write_docx
from app.render.markup import parse
from app.render.word.oxml import W

SAMPLE = """
<section part="report">
<p class="annex-label">附件4</p>
<title>广州市番禺区人力资源和社会保障局2021年部门整体支出绩效自评报告</title>
<h1>一、基本情况</h1><h2>（一）部门概况</h2><h3>1.部门机构设置</h3><h4>（1）内设机构</h4>
<p>部门整体全年预算数<f ref="report/1/x">61,296.75</f>万元，<b>执行数</b>59,757.75万元。</p>
<p class="noindent">顶格</p><p class="annex-list">附件：部门整体支出绩效自评表</p>
<p class="sign">广州市番禺区人力资源和社会保障局</p><p class="date">2022年3月5日</p>
</section>
<section part="annex" orientation="landscape">
<p class="table-title">部门整体支出绩效自评表</p><p class="table-subtitle">（2021年度）</p>
<p class="table-unit">单位：万元</p>
<table widths="1 2 3">
<thead><tr><th rowspan="2">一级指标</th><th colspan="2">指标</th></tr><tr><th>名称</th><th>得分</th></tr></thead>
<tbody><tr><td rowspan="2" class="center">管理效能</td><td>预算完成率</td><td class="num">1.48</td></tr>
<tr><td>差异率</td><td class="num">1.48</td></tr></tbody>
<tbody><tr><td colspan="2" class="strong">合计</td><td class="strong">93.25</td></tr></tbody>
</table>
<p class="table-sign">填报人：</p>
</section>
"""


@cache
def layout(key: str = "standard") -> Layout:
    """A preset of the shipped pack."""
    return packs.load(packs.DEFAULT).layouts[key]


def written(
    document: Document | str,
    key: str = "standard",
    *,
    title: str = "",
    style_source: Path | None = None,
    turns_number: bool = True,
    repeats_labels: bool = False,
) -> bytes:
    """The bytes of the Word file of a document or of markup."""
    stream = io.BytesIO()
    source = parse(document) if isinstance(document, str) else document
    write_docx(
        source,
        layout(key),
        stream,
        title=title,
        options=WordOptions(str(style_source or ""), turns_number, repeats_labels),
    )
    return stream.getvalue()


def opened(content: bytes) -> Word:
    """The file as python-docx reads it."""
    return docx.Document(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    """The root element of a part."""
    return etree.fromstring(parts(content)[name])


def found(element: etree._Element, path: str) -> list[etree._Element]:
    """The elements at a path such as .//w:tr/w:tc."""
    return element.findall(path, {"w": W})


def value(element: etree._Element, path: str, attribute: str = "val") -> str | None:
    """An attribute, w:val where none is named, of the first element at a path; None when there is none."""
    first = element.find(path, {"w": W})
    return None if first is None else first.get(f"{{{W}}}{attribute}")


def validator() -> ModuleType:
    """The schema checker that the environment names; the test is skipped where it names none."""
    if not os.environ.get("ZIPING_OOXML_XSD"):
        pytest.skip("ZIPING_OOXML_XSD names no folder of schemas")
    script = os.environ.get("ZIPING_VALIDATOR")
    if not script:
        pytest.skip("ZIPING_VALIDATOR names no checker of files against the schemas")
    spec = importlib.util.spec_from_file_location("validate_ooxml", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def faults(content: bytes, folder: Path) -> Iterator[str]:
    """What the schema checker says about a file."""
    path = folder / "checked.docx"
    path.write_bytes(content)
    yield from validator().faults(path)
