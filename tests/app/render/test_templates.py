"""Template errors name the line; a template can print, not act."""

import pytest

from app.errors import TemplateError
from app.render.templates import TemplateSet


def templates(source: str) -> TemplateSet:
    return TemplateSet("试用", {"report.xhtml": source})


def text(source: str, **context: object) -> str:
    document = templates(f"<section><p>{source}</p></section>").document(["report.xhtml"], context)
    return next(document.paragraphs()).text


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("<section>\n<p>{{ x }</p>\n</section>", "report.xhtml 第2行写法有误：多出“}”，"),
        ("<section>\n<p>{{ x|blnk }}</p>\n</section>", "第2行写法有误：没有“blnk”这个过滤器，"),
        ("<section>\n{% for x im y %}{% endfor %}</section>", "第2行写法有误：应为“in”，现为“im”，"),
        ("<section>\n{% fro x in y %}{% endfor %}</section>", "第2行写法有误：没有“fro”这种语句，"),
        ("<section>\n{% for x in [] %}</section>", "写法有误：语句没有写完"),
        ("<section>\n\n<p>{{ missing }}</p>\n</section>", "第3行：用到了没有的名称（没有“missing”这个名称）"),
        ("<section>\n<p>{{ ''.nothing }}</p>\n</section>", "第2行：用到了没有的名称（没有“nothing”这一项）"),
        ("<section>\n<p>{{ 1 // 0 }}</p></section>", "report.xhtml 第2行：无法计算（除数为 0）"),
        ("<section>\n<p>{{ 1 + 'a' }}</p></section>", "第2行：无法计算（文字和数字不能这样一起算）"),
        ("<section>\n{% for n in range(10**9) %}{% endfor %}</section>", "第2行：无法计算（循环的次数太多）"),
        ("<section>\n{% for n in 5 %}{% endfor %}</section>", "第2行：无法计算（不能逐行列出）"),
        ("<section>\n<p>{{ ''.__class__ }}</p></section>", "report.xhtml 第2行：用到了不允许的操作"),
        (
            "<section>\n{% for n in range(3) %}\n<p>a</p>\n<i>b</i>\n{% endfor %}\n</section>",
            "report.xhtml 第4行：.*<i>",
        ),
        ("<section>\n<p>一</p>\n<p>二\n</section>", "report.xhtml 第4行：标记 <p> 没有正确结束"),
        ("<section>\n<p>一</p>\n{% if true %}\n二\n{% endif %}\n</section>", "不在段落或单元格中"),
    ],
)
def test_an_error_names_the_template_line(source: str, place: str) -> None:
    with pytest.raises(TemplateError, match=place):
        templates(source).document(["report.xhtml"], {})


def test_line_breaks_of_the_template_leave_no_space() -> None:
    source = "\n  本部门\n  {% if true %}\n  支出\n  {% endif %}\n  {{ typed }} 万元\n"
    assert text(source, typed=" 甲\n 乙 ") == "本部门支出 甲\n 乙  万元"


def test_a_tag_may_be_broken_over_lines() -> None:
    document = templates('<section>\n<p\n  id="a"\n>文</p></section>').document(["report.xhtml"], {})
    assert next(document.paragraphs()).key == "a"


def test_typed_markup_and_template_code_stay_text() -> None:
    assert text("{{ typed }}", typed="<b>&{{ 7*7 }}{% x %}</b>") == "<b>&{{ 7*7 }}{% x %}</b>"


def test_a_template_cannot_change_what_it_is_given() -> None:
    with pytest.raises(TemplateError, match="不允许的操作"):
        text("{{ rows.append(1) }}", rows=[])
