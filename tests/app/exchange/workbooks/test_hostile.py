"""Wrong and hostile files: one clear sentence each, in bounded time and memory, and nothing is ever executed."""

from __future__ import annotations

import contextlib
import random
import shutil
import struct
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import ImportFileError
from app.exchange.workbooks.opening import sheets
from tests.app.exchange.mutations import changed_bytes, changed_zip
from tests.app.exchange.workbooks.books import (
    SHEET,
    only_part,
    quiet,
    read,
    sheet_xml,
    text_row,
    texts,
    values,
    write_book,
    write_raw,
)

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_HEAD = text_row(1, "项目名称", "年度预算")


def _zip(parts: dict[str, bytes]) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in parts.items():
                target.writestr(name, content)

    return make


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _sheet(xml: str) -> Callable[[Path], object]:
    return lambda path: write_raw(path, {SHEET: xml})


def _truncated(path: Path) -> None:
    write_book(path, {"Sheet1": [["项目名称", "年度预算"], ["甲", 1]]})
    path.write_bytes(path.read_bytes()[:-200])


def _flipped(path: Path) -> None:
    """Every 37th byte of the sheet is another; all other parts are whole."""
    write_book(path, {"Sheet1": [["项目名称", "年度预算"], ["甲", 1]] * 50})
    with zipfile.ZipFile(path) as source:
        info = source.getinfo(SHEET)
    content = bytearray(path.read_bytes())
    begin = info.header_offset + 30 + len(SHEET)  # a local header is 30 bytes and the name
    for place in range(begin, begin + info.compress_size, 37):
        content[place] ^= 0x55
    path.write_bytes(bytes(content))


def _misnamed(path: Path) -> None:
    """One byte is another where the zip lists its parts."""
    write_book(path, {"Sheet1": [["项目名称", "年度预算"], ["甲", 1]]})
    content = bytearray(path.read_bytes())
    content[content.rindex(b"xl/workbook.xml")] ^= 0x55
    path.write_bytes(bytes(content))


def _shared(xml: str) -> Callable[[Path], object]:
    return lambda path: write_raw(path, {SHEET: sheet_xml(_HEAD), "xl/sharedStrings.xml": xml})


_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

_REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.xlsx": (_bytes(b""), "是空的"),
    "text.xlsx": (_bytes("这不是工作簿。".encode()), "没有找到可以导入的表格"),
    "nothing.xlsx": (_bytes(bytes(5000)), "不是可以读取的工作簿"),
    "random.xlsx": (_bytes(bytes(range(256)) * 40), "不是可以读取的工作簿"),
    "picture.xls": (_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)), "是图片"),
    "report.xls": (_bytes(b"%PDF-1.7\n" + bytes(100)), "是PDF 文件"),
    "packed.xlsx": (_bytes(b"Rar!\x1a\x07\x00" + bytes(100)), "是压缩包"),
    "page.xls": (_bytes(b"<html><p>1</p></html>"), "里面没有可以读取的表格"),
    "old-xml.xls": (_bytes(b'<?xml version="1.0"?><Workbook/>'), "里面没有可以读取的表格"),
    "spans.xls": (_bytes(b"<table><tr><td rowspan=99999 colspan=99999>1</td></tr></table>"), "没有找到可以导入的表格"),
    "zip.xlsx": (_zip({"a.txt": b"a"}), "不是可以读取的工作簿"),
    "word.xlsx": (_zip({"word/document.xml": b"<a/>"}), "是Word 文档"),
    "binary.xlsb": (_zip({"xl/workbook.bin": b"\0"}), "二进制工作簿"),
    "writer.ods": (_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "是文档"),
    "locked.ods": (
        _zip({
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"\0\1",
            "META-INF/manifest.xml": b"<manifest:encryption-data/>",
        }), "打开密码",
    ),
    "locked.xlsx": (_bytes(_OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)), "打开密码"),
    "word.xls": (_bytes(_OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)), "是Word 文档"),
    "broken.xls": (_bytes(_OLE + bytes(2000)), "已损坏"),
    "truncated.xlsx": (_truncated, "已损坏"),
    "flipped.xlsx": (_flipped, "已损坏"),
    "misnamed.xlsx": (_misnamed, "不是可以读取的工作簿"),
    "not-xml.xlsx": (_sheet("<worksheet"), "已损坏"),
    "other-xml.xlsx": (_sheet("<a/>"), "都是空的"),
    "nul.xlsx": (_sheet(sheet_xml("<row r='1'><c><v>\0</v></c></row>")), "已损坏"),
    "laughs.xlsx": (_sheet(sheet_xml("<row><c><v>&i;</v></c></row>", _LAUGHS)), "已损坏"),
    "laughing-strings.xlsx": (_shared(f"{_LAUGHS}<sst><si><t>&i;</t></si></sst>"), "已损坏"),
    "outside.xlsx": (_sheet(sheet_xml("<row><c><v>&a;</v></c></row>", _OUTSIDE)), "已损坏"),
    "bomb.xlsx": (_sheet(sheet_xml(" " * 20_000_000)), "解压后过大"),
    "row-bomb.xlsx": (_sheet(sheet_xml("<row/>" * 1_100_000)), "解压后过大"),
    "many-rows.xlsx": (_sheet(sheet_xml('<row><c t="b"><v>1</v></c></row>' * 101_000)), "超过 10 万行"),
    "no-sheets.xlsx": (
        _zip({"xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'}),
        "都是空的",
    ),
    "many-parts.xlsx": (_zip({f"x/{number}": b"" for number in range(5001)}), "解压后过大"),
    "empty-sheets.xlsx": (_sheet(sheet_xml("")), "都是空的"),
    "headings-only.xlsx": (_sheet(sheet_xml(_HEAD)), "没有找到可以导入的表格"),
    "loop.ods": (
        _zip({
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b"<a xmlns:table='t'><table:table><table:table-row></a>",
        }), "已损坏",
    ),
    "utf16.csv": (_bytes("\ufeff".encode("utf-16-le") + b"\0"), "不是可以读取的工作簿"),
    "lines.csv": (_bytes(b"a,b\n" * 101_000), "超过 10 万行"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(_REFUSED))
def test_what_is_no_proper_workbook_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    make, words = _REFUSED[name]
    path = tmp_path / name
    make(path)
    with pytest.raises(ImportFileError, match=words) as told:
        read(path)
    sentence = str(told.value)
    assert name in sentence
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    assert "\n" not in sentence


@pytest.mark.parametrize("name", ["bomb.xlsx", "laughs.xlsx", "laughing-strings.xlsx", "broken.xls", "loop.ods"])
def test_what_unpacks_without_end_takes_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    _REFUSED[name][0](path)
    tracemalloc.start()
    try:
        with pytest.raises(ImportFileError):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_file_that_is_gone_or_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="找不到文件"):
        read(tmp_path / "无.xlsx")
    with pytest.raises(ImportFileError, match="是文件夹"):
        read(tmp_path)


def test_a_sheet_of_very_many_empty_rows_costs_nothing(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(3, 400_000))
    data = _HEAD + text_row(2, "甲", "1") + rows + text_row(1_048_576, "乙", "2")
    part = only_part(write_raw(tmp_path / "高.xlsx", {SHEET: sheet_xml(data)}))
    assert [(offer.source, offer.values["name"]) for offer in part.rows.offers] == [
        ("表 第2行", "甲"), ("表 第1048576行", "乙")
    ]  # fmt: skip


def test_a_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    corner = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>角</t></is></c></row>'
    path = write_raw(tmp_path / "角.xlsx", {SHEET: sheet_xml(_HEAD + text_row(2, "甲", "1") + corner)})
    assert values(only_part(path)) == [{"name": "甲", "budget": 1_000_000}]


def test_merged_cells_over_the_whole_sheet_cost_nothing(tmp_path: Path) -> None:
    merges = "<mergeCells>" + '<mergeCell ref="A3:XFD1048576"/>' * 1000 + "</mergeCells>"
    xml = sheet_xml(_HEAD + text_row(2, "甲", "1")).replace("</worksheet>", f"{merges}</worksheet>")
    assert len(values(only_part(write_raw(tmp_path / "并.xlsx", {SHEET: xml})))) == 1


def test_rows_repeated_without_end_are_counted_and_not_unrolled(tmp_path: Path) -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>'
        for word in ("项目名称", "年度预算")
    )
    body = (
        f'<o:d xmlns:o="{office}" xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}">'
        f'<table:table table:name="表"><table:table-row>{cells}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16000"/>'
        "</table:table-row><table:table-row><table:table-cell office:value-type='string'><text:p>甲</text:p>"
        "</table:table-cell><table:table-cell office:value-type='float' office:value='1.5'><text:p>1.50</text:p>"
        "</table:table-cell></table:table-row></table:table></o:d>"
    )
    path = tmp_path / "表.ods"
    _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": body.encode()})(path)
    (offer,) = only_part(path).rows.offers
    assert (offer.source, dict(offer.values)) == ("表 第1000002行", {"name": "甲", "budget": 1_500_000})


def test_a_huge_cell_is_cut_and_turned_down(tmp_path: Path) -> None:
    path = write_raw(tmp_path / "长.xlsx", {SHEET: sheet_xml(_HEAD + text_row(2, "甲" * 2_000_000, "1"))})
    rows = only_part(path).rows
    assert rows.offers == []
    assert [(refusal.source, len(refusal.text) <= 200_000) for refusal in rows.refusals] == [("表 A2", True)]


def test_formulas_count_by_their_results_and_are_never_computed(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c t="inlineStr"><is><t>甲</t></is></c><c><f>1+2</f><v>3</v></c></row>'
        '<row r="3"><c t="inlineStr"><is><t>乙</t></is></c><c><f>CMD|\' /C calc\'!A0</f></c></row>'
        '<row r="4"><c t="inlineStr"><is><t>丙</t></is></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="5"><c t="str"><f>A1</f><v>=HYPERLINK("x")</v></c><c><v>1</v></c></row>'
    )
    part = only_part(write_raw(tmp_path / "式.xlsx", {SHEET: sheet_xml(_HEAD + rows)}))
    assert [offer.values.get("budget") for offer in part.rows.offers] == [3_000_000, None, None, 1_000_000]
    assert part.rows.offers[3].values["name"] == '=HYPERLINK("x")'
    assert [refusal.source for refusal in part.rows.refusals] == ["表 B3", "表 B4"]
    assert "公式没有计算结果" in part.rows.refusals[0].reason
    assert "#DIV/0!" in part.rows.refusals[1].reason


def test_characters_that_no_file_can_hold_are_left_out(tmp_path: Path) -> None:
    path = write_raw(tmp_path / "字.xlsx", {SHEET: sheet_xml(_HEAD + text_row(2, "甲_x0000__xD800_𠮷\u200b", "1"))})
    assert values(only_part(path))[0]["name"] == "甲𠮷\u200b"


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "隐.xlsx"
    write_book(path, {"Sheet1": [["项目名称", "年度预算"], ["甲", 1]], "藏": [["项目名称", "年度预算"], ["乙", 1]]})
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    listed = parts["xl/workbook.xml"].decode().replace('name="藏"', 'name="藏" state="hidden"')
    parts["xl/workbook.xml"] = listed.encode()
    _zip(parts)(path)
    assert [sheet.name for sheet in sheets(path, quiet)] == ["Sheet1"]


def test_names_with_prefixes_are_read_all_the_same(tmp_path: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = '<x:row r="1"><x:c r="B1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
    xml = f'<x:worksheet xmlns:x="{main}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    path = write_raw(tmp_path / "前.xlsx", {SHEET: xml})
    assert texts(sheets(path, quiet)[0]) == [["", "甲"]]


@pytest.mark.parametrize(("named", "encoding"), [("UTF-16", "utf-16"), ("UTm-8", "utf-8"), ("GBK", "utf-8")])
def test_a_part_is_read_whatever_encoding_its_head_names(tmp_path: Path, named: str, encoding: str) -> None:
    xml = sheet_xml(_HEAD + text_row(2, "甲", "1"), f'<?xml version="1.0" encoding="{named}"?>')
    path = write_raw(tmp_path / "码.xlsx", {SHEET: xml.encode(encoding)})
    assert values(only_part(path))[0]["name"] == "甲"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_lists_of_text_are_read_in_any_usual_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "表.csv"
    lines = [["项目名称", "年度预算", "主要用途"], ["001𠮷", "1.5", '"一行\n两行，第三"']]
    path.write_text("\n".join(separator.join(line) for line in lines), encoding=encoding)
    assert values(only_part(path)) == [{"name": "001𠮷", "budget": 1_500_000, "purpose": "一行\n两行，第三"}]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_web_page_that_is_called_a_workbook_is_read_by_its_table(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "导出.xls"
    page = (
        "<html><head><meta charset=x><style>td{}</style></head><body><table border=1>"
        "<tr><td rowspan=2>项目名称</td><td colspan=2>资金</td></tr><tr><td>年度预算</td><td>执行数</td></tr>"
        "<tr><td>培训经费</td><td>1,234.50</td><td>&nbsp;</td></tr></table></body></html>"
    )
    path.write_text(page, encoding=encoding)
    assert values(only_part(path)) == [{"name": "培训经费", "budget": 1_234_500_000}]


_OFFICE = shutil.which("soffice")


@pytest.mark.skipif(_OFFICE is None, reason="needs LibreOffice")
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_older_and_open_formats_are_read_as_the_newer(tmp_path: Path, suffix: str) -> None:
    head = ["项目名称", "年度预算", "主要用途"]
    rows = [["单位：元"], head, ["培训经费", 1234.5, "培训"], ["", 2, "宣传"], ["001", 3, ""]]
    source = write_book(tmp_path / "表.xlsx", {"Sheet1": rows}, ["A3:A4"])
    assert _OFFICE is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [_OFFICE, profile, "--headless", "--convert-to", suffix]
    subprocess.run([*command, str(source)], cwd=tmp_path, check=True, capture_output=True, timeout=100)
    part, other = only_part(source), only_part(tmp_path / f"表.{suffix}")
    assert values(other) == values(part)
    assert values(part)[0] == {"name": "培训经费", "budget": 123_450, "purpose": "培训"}
    assert [offer.source for offer in other.rows.offers] == [offer.source for offer in part.rows.offers]


def test_a_broken_workbook_of_the_old_kind_never_ends_the_program(tmp_path: Path) -> None:
    for seed in range(40):
        path = tmp_path / f"{seed}.xls"
        body = struct.pack("<I", seed * 2_654_435_761 % 2**32) * 512
        path.write_bytes(_OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + body)
        with pytest.raises(ImportFileError):
            read(path)


@pytest.mark.parametrize("change", [changed_bytes, changed_zip])
def test_a_changed_workbook_is_read_or_refused(
    tmp_path: Path, scale: Callable[[int, int], int], change: Callable[[bytes, random.Random], bytes]
) -> None:
    path = tmp_path / "改.xlsx"
    rows = [["单位：元"], ["项目名称", "年度预算", "成文日期"], ["培训经费", 1234.5, 44_621], ["合计", 2, ""]]
    content = write_book(path, {"表": rows}, ["A3:A4"], {"C3": "yyyy-mm-dd"}).read_bytes()
    for seed in range(scale(60, 5000)):
        path.write_bytes(change(content, random.Random(seed)))
        with contextlib.suppress(ImportFileError):
            read(path).offers()
