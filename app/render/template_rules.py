"""What a template from elsewhere may do: print, choose and go through rows, and nothing that can run away.

The sandbox keeps code out of templates; this keeps out what would take all memory or time: numbers and texts multiplied
or doubled, functions that make long lists, macros that call each other, loops in loops in loops.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import jinja2
from jinja2 import nodes

from app.errors import TemplateError
from app.render.filters import FILTERS
from app.render.template_words import in_chinese

_FILTERS = frozenset({*FILTERS, "list", "length", "selectattr", "rejectattr", "first", "last", "join", "default"})
_REFUSED: tuple[type[nodes.Node], ...] = (
    nodes.Mul, nodes.Pow, nodes.Mod, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block,
    nodes.CallBlock, nodes.ScopedEvalContextModifier, nodes.Concat,
)  # fmt: skip
_DEEPEST = 4  # loops in each other


def check_sources(pack: str, sources: Mapping[str, str]) -> None:
    """Refuses templates that could take all memory or time; TemplateError names file and line."""
    environment = jinja2.Environment(autoescape=True)
    for name, source in sources.items():
        try:
            tree = environment.parse(source)
        except jinja2.TemplateSyntaxError as error:
            place = f"模板“{pack}”的 {name} 第{error.lineno}行"
            raise TemplateError(
                f"{place}写法有误：{in_chinese(error.message)}，没有导入；请让对方改正后再用。"
            ) from None
        for line, what in _faults(tree):
            raise TemplateError(f"模板“{pack}”的 {name} 第{line}行{what}，没有导入；请向来源确认后再用。")


def _faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    macros = {macro.name: macro for macro in tree.find_all(nodes.Macro)}
    for node in tree.find_all(nodes.Node):
        if what := _fault(node, macros.keys()):
            yield node.lineno, what
    for macro in macros.values():
        if any(macro.find_all(nodes.Call)):
            yield macro.lineno, "的宏里又调用了宏"
    texts = {node.target.name for node in tree.find_all(nodes.AssignBlock) if isinstance(node.target, nodes.Name)}
    for assigned in tree.find_all((nodes.AssignBlock, nodes.Assign)):
        if any(name.name in texts and name.ctx == "load" for name in assigned.find_all(nodes.Name)):
            yield assigned.lineno, "用一段文字拼成另一段文字"
    if _depth(tree) > _DEEPEST:
        yield 1, "起循环套得太深"


def _fault(node: nodes.Node, macros: Collection[str]) -> str:
    """What is not allowed about a piece of a template by itself; empty where it is."""
    is_doubling = isinstance(node, nodes.Add) and not isinstance(node.right, nodes.Const)
    if isinstance(node, _REFUSED) or is_doubling:
        return "用到了不允许的写法"
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        return f"用到了不允许的过滤器“{node.name}”"
    if isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) and node.node.name in macros):
        return "调用了模板以外的功能"
    return ""


def _depth(node: nodes.Node) -> int:
    """How many loops stand in each other at most."""
    inner = max(map(_depth, node.iter_child_nodes()), default=0)
    return inner + isinstance(node, nodes.For)
