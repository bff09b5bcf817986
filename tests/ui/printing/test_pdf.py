"""The PDF file: its text is the document's, its pages are the layout's, and it names nobody."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from app.errors import ExportError
from app.library import Library
from tests.ui.printing.conftest import Setter, number_of
from ui.printing.pages import Page
from ui.printing.pdf import export, write_pdf, writing

ANNEX = (
    '<section part="annex" orientation="landscape"><p class="table-title">自评表</p><table widths="1 2 1">'
    "<thead><tr><th>一级指标</th><th>指标</th><th>得分</th></tr></thead>"
    '<tbody><tr><td rowspan="2">管理效能</td><td>预算完成率</td><td class="num">1.48</td></tr>'
    '<tr><td>“三公”经费控制率</td><td class="strong">1</td></tr></tbody></table></section>'
)
REPORT = (
    "<section><title>某局2021年部门整体支出绩效自评报告</title><h1>一、基本情况</h1><h2>（一）部门概况</h2>"
    "<p>部门整体全年预算数61,296.75万元，执行数59,757.75万元，完成率97.4%。一年一月一日，金额、十八、方面、"
    "“双一流”——办公office用房，<b>加粗</b>，穗财社〔2021〕27号。</p><p>　　空格 与 制表</p></section>"
)


def read(path: Path) -> list[str]:
    """The text of each page without white space."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [bare(page.get_textpage().get_text_range()) for page in pdf]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def laid(page: Page) -> str:
    return bare("".join(placed.line.text for placed in page.lines()) + number_of(page).placed.line.text)


def test_the_text_is_that_of_the_pages_in_their_order(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of(REPORT + ANNEX)
    write_pdf(pages, tmp_path / "a.pdf", "报告")
    assert read(tmp_path / "a.pdf") == [laid(page) for page in pages]


def test_a_character_that_shares_its_glyph_with_a_radical_is_read_as_itself(pages_of: Setter, tmp_path: Path) -> None:
    write_pdf(pages_of("<p>一二八十月日金</p>"), tmp_path / "a.pdf", "")
    assert read(tmp_path / "a.pdf")[0].startswith("一二八十月日金")


def test_a_character_beyond_the_basic_plane_is_read_as_itself(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of("<p>绩𠮷效</p>")
    glyphs = [glyph for placed in pages[0].lines() for glyph in placed.line.spans[0].face.glyphs["𠮷"]]
    if any(glyph.index == 0 for glyph in glyphs):
        return  # no font here has it, and a box stands for every such character
    write_pdf(pages, tmp_path / "a.pdf", "")
    assert read(tmp_path / "a.pdf")[0].startswith("绩𠮷效")


def test_bold_text_is_read_once(pages_of: Setter, tmp_path: Path) -> None:
    write_pdf(pages_of("<p><b>合成粗体</b></p><h2><b>（一）楷体</b></h2>"), tmp_path / "a.pdf", "")
    assert read(tmp_path / "a.pdf")[0].startswith("合成粗体（一）楷体")


def test_spaces_are_read_as_spaces(pages_of: Setter, tmp_path: Path) -> None:
    write_pdf(pages_of("<p>Word 2016</p>"), tmp_path / "a.pdf", "")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert pdf[0].get_textpage().get_text_range().startswith("Word 2016")


def test_justified_lines_are_read_without_spaces(pages_of: Setter, tmp_path: Path) -> None:
    text = (
        "该项目年度预算资金391.14万元（包括代管资金386.27万元），全年执行数391.12万元（包括代管资金386.26万元）。" * 9
    )
    write_pdf(pages_of(f"<p>{text}</p>"), tmp_path / "a.pdf", "")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert " " not in pdf[0].get_textpage().get_text_range().split("—")[0]


def test_pages_have_the_size_of_their_paper(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of(REPORT + ANNEX + ANNEX.replace("landscape", 'landscape" paper="A3'))
    write_pdf(pages, tmp_path / "a.pdf", "")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        for page, printed in zip(pages, pdf, strict=True):
            assert printed.get_size() == pytest.approx((page.width, page.height), abs=1)


def test_text_stands_where_it_was_laid_out(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of("<p>部门整体支出绩效</p>")
    write_pdf(pages, tmp_path / "a.pdf", "")
    (placed,) = pages[0].lines()
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        text = pdf[0].get_textpage()
        boxes = [text.get_charbox(index) for index in range(8)]
        height = pdf[0].get_height()
    for left, bottom, right, top in boxes:
        assert placed.box.left - 1 <= left <= right <= placed.box.right + 1
        assert placed.top <= height - top <= height - bottom <= placed.bottom
    assert all(first[0] < second[0] for first, second in pairwise(boxes))


def test_every_font_is_in_the_file(pages_of: Setter, tmp_path: Path) -> None:
    write_pdf(pages_of(REPORT + ANNEX), tmp_path / "a.pdf", "")
    content = (tmp_path / "a.pdf").read_bytes()
    assert content.count(b"/Type /FontDescriptor") == len(re.findall(rb"/FontFile[23]? \d+ 0 R", content)) > 0


def test_the_file_names_its_title_and_nobody(pages_of: Setter, tmp_path: Path) -> None:
    write_pdf(pages_of(REPORT), tmp_path / "a.pdf", "某局自评报告")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        known = pdf.get_metadata_dict()
    assert known["Title"] == "某局自评报告"
    assert known["Author"] == known["Creator"] == known["Subject"] == known["Keywords"] == ""
    assert str(tmp_path).encode() not in (tmp_path / "a.pdf").read_bytes()


def test_every_page_is_told(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of(REPORT + ANNEX)
    assert list(writing(list(pages), pages.fonts, tmp_path / "a.pdf", "")) == [1, 2]


def test_stopping_leaves_nothing_behind(pages_of: Setter, tmp_path: Path) -> None:
    (tmp_path / "old.pdf").write_bytes(b"old")
    pages = pages_of(REPORT + ANNEX)
    for name in ("old.pdf", "new.pdf"):
        steps = writing(list(pages), pages.fonts, tmp_path / name, "")
        next(steps)
        steps.close()
    assert [path.name for path in tmp_path.iterdir()] == ["old.pdf"]
    assert (tmp_path / "old.pdf").read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_named(pages_of: Setter, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="nowhere"):
        write_pdf(pages_of(REPORT), tmp_path / "nowhere" / "a.pdf", "")


def test_a_document_without_text_is_an_empty_page(pages_of: Setter, tmp_path: Path) -> None:
    write_pdf(pages_of("<section></section>"), tmp_path / "a.pdf", "")
    assert read(tmp_path / "a.pdf") == ["—1—"]


def test_a_report_of_the_library_is_exported(qapp: object, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db", create=True) as library:
        report_id = library.reports.add_sample()
        export(library, report_id, tmp_path / "a.pdf", ("report", "annex"))
        title = library.documents.draw(report_id, ("report",)).title
    assert title in read(tmp_path / "a.pdf")[0]


def marks(path: Path) -> list[tuple[int, str, int | None]]:
    """The bookmarks of a file: level from 0 on, title, index of the page."""
    found = []
    with pypdfium2.PdfDocument(path) as pdf:
        for mark in pdf.get_toc():
            place = mark.get_dest()
            found.append((mark.level, mark.get_title(), place.get_index() if place is not None else None))
    return found


def test_headings_are_bookmarks(pages_of: Setter, tmp_path: Path) -> None:
    more = "<section><h1>二、综合评价</h1><h3>1.跳一级</h3><h2>（一）结论</h2><p>𠮷</p><h1>三、问题</h1></section>"
    write_pdf(pages_of(REPORT + more + ANNEX), tmp_path / "a.pdf", "")
    assert marks(tmp_path / "a.pdf") == [
        (0, "某局2021年部门整体支出绩效自评报告", 0),
        (0, "一、基本情况", 0),
        (1, "（一）部门概况", 0),
        (0, "二、综合评价", 1),
        (1, "1.跳一级", 1),
        (1, "（一）结论", 1),
        (0, "三、问题", 1),
        (0, "自评表", 2),
    ]


def test_a_bookmark_leads_to_the_height_of_its_heading(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of("<p>甲</p><p>乙</p><h1>一、标题</h1>")
    write_pdf(pages, tmp_path / "a.pdf", "")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        place = next(iter(pdf.get_toc())).get_dest()
        assert place is not None
        _, (_, height, *_) = place.get_view()
        assert pdf[0].get_height() - height == pytest.approx(list(pages[0].lines())[2].top, abs=1)


def test_a_heading_that_goes_over_a_page_is_one_bookmark(pages_of: Setter, tmp_path: Path) -> None:
    title = "很长的标题" * 200
    write_pdf(pages_of(f"<h1>{title}</h1>"), tmp_path / "a.pdf", "")
    assert marks(tmp_path / "a.pdf") == [(0, title, 0)]


def test_pages_without_headings_have_no_bookmarks(pages_of: Setter, tmp_path: Path) -> None:
    write_pdf(pages_of("<p>甲</p>"), tmp_path / "a.pdf", "")
    assert marks(tmp_path / "a.pdf") == []
    assert b"/Outlines" not in (tmp_path / "a.pdf").read_bytes()


def test_the_text_of_a_table_is_the_text_of_its_cells(pages_of: Setter, tmp_path: Path) -> None:
    rows = [[f"第{number}项“指标”", f"≥{number}.50%", "未达标，因疫情影响。" * (number % 7)] for number in range(90)]
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    head = "<thead><tr><th>三级指标</th><th>目标值</th><th>扣分原因</th></tr></thead>"
    pages = pages_of(f'<table widths="2 1 3">{head}<tbody>{cells}</tbody></table>')
    write_pdf(pages, tmp_path / "a.pdf", "")
    printed = "".join(
        re.sub("—[0-9]+—$", "", text).removeprefix("三级指标目标值扣分原因") for text in read(tmp_path / "a.pdf")
    )
    assert len(pages) > 2
    assert printed == bare("".join(text for row in rows for text in row))


def test_every_page_is_boxed_by_its_paper(pages_of: Setter, tmp_path: Path) -> None:
    write_pdf(pages_of(REPORT + ANNEX), tmp_path / "a.pdf", "")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        for page in pdf:
            assert page.get_mediabox() == page.get_cropbox() == page.get_trimbox()
            assert page.get_rotation() == 0
