"""Templates to blocks: Jinja in a sandbox, every error told with the template's line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from app.errors import TemplateError
from app.render import markup
from app.render.blocks import Document
from app.render.figures import MARKUP_CHARACTERS, Figure
from app.render.filters import FILTERS
from app.render.markup import MarkupError
from app.render.template_words import in_chinese
from app.render.views import FactsView, FundedView, IndicatorView, RowView

_JINJA = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)
_TAG = re.compile(r"<(?=[A-Za-z/])")
_BREAK = re.compile(r"[ \t]*\r?\n\s*")
_LAYOUT = re.compile(rf"(?P<tag><[^<>]*>)|{_BREAK.pattern}")
_VIEWS = frozenset({RowView, FundedView, IndicatorView, FactsView, LoopContext})
_FAULTS = (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


class TemplateSet:
    """The templates of one pack, compiled once."""

    def __init__(self, pack: str, sources: Mapping[str, str]) -> None:
        self._pack = pack
        self._sources = {name: _tightened(source) for name, source in sources.items()}
        self._environment = _environment(self._sources)
        self._marked = _environment({name: _with_marks(name, source) for name, source in self._sources.items()})

    def document(self, names: Iterable[str], context: Mapping[str, object]) -> Document:
        """The blocks of some templates one after another; TemplateError names file, line and what is wrong."""
        return Document(tuple(section for name in names for section in self._parsed(name, context).sections))

    def _parsed(self, name: str, context: Mapping[str, object]) -> Document:
        try:
            return markup.parse(self._rendered(self._environment, name, context))
        except MarkupError:
            # The fault is in the markup, not in the logic: draw again with marks that tell the template's line.
            try:
                markup.parse(self._rendered(self._marked, name, context))
            except MarkupError as error:
                where = error.mark or name
                raise TemplateError(f"模板“{self._pack}”的 {where}：{error}，请改正模板后再试。") from None
            raise

    def _rendered(self, environment: jinja2.Environment, name: str, context: Mapping[str, object]) -> str:
        try:
            return environment.get_template(name).render(context)
        except jinja2.TemplateSyntaxError as error:
            place = f"{error.name or name} 第{error.lineno}行"
            raise TemplateError(
                f"模板“{self._pack}”的 {place}写法有误：{in_chinese(error.message)}，请改正模板后再试。"
            ) from None
        except _FAULTS as error:
            place = _place(error, self._sources, name)
            raise TemplateError(f"模板“{self._pack}”的 {place}：{_reason(error)}，请改正模板后再试。") from error


class _CodeGenerator(CodeGenerator):
    """Escapes what a template prints as Jinja does, but looks first whether there is anything to escape: making a
    `Markup` of every cell took a tenth of an export.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.printed(")


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, which need not look twice at loops and our own views and dicts: they show figures alone."""

    code_generator_class = _CodeGenerator

    @staticmethod
    def printed(value: object) -> str:
        """What a template's {{ … }} becomes: text with markup characters as entities, or a value's own markup."""
        if type(value) is str and MARKUP_CHARACTERS.search(value) is None:
            return value
        return value.__html__() if isinstance(value, Figure) else escape(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) in _VIEWS and attribute[0] != "_":
            return getattr(obj, attribute)
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def _environment(sources: Mapping[str, str]) -> jinja2.Environment:
    environment = _Sandbox(
        loader=jinja2.DictLoader(dict(sources)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(FILTERS)
    return environment


def _place(error: BaseException, sources: Mapping[str, str], name: str) -> str:
    """The innermost template line an exception passed through."""
    known = {"<template>", *sources}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in known]
    return f"{name} 第{frames[-1].lineno}行" if frames else name


def _reason(error: BaseException) -> str:
    if isinstance(error, jinja2.UndefinedError):
        return f"用到了没有的名称（{in_chinese(error.message)}）"
    if isinstance(error, SecurityError):
        return "用到了不允许的操作"
    return f"无法计算（{in_chinese(str(error))}）"


def _tightened(source: str) -> str:
    """The template without its line breaks and indents, which are no part of the text, but with its line numbers."""
    pieces = _JINJA.split(source)
    return "".join(piece if number % 2 else _LAYOUT.sub(_closed_up, piece) for number, piece in enumerate(pieces))


def _closed_up(found: re.Match[str]) -> str:
    """A line break as a comment that has it, and within a tag a space as well."""
    if found["tag"]:
        return _BREAK.sub(lambda space: f" {_comment(space[0])}", found["tag"])
    return _comment(found[0])


def _comment(space: str) -> str:
    return "{#" + "\n" * space.count("\n") + "#}"


def _with_marks(name: str, source: str) -> str:
    """The template with a comment before each tag that names its line."""
    pieces: list[str] = []
    line = 1
    for number, piece in enumerate(_JINJA.split(source)):
        is_code = number % 2 == 1
        pieces.append(piece if is_code else _marked_piece(name, piece, line))
        line += piece.count("\n")
    return "".join(pieces)


def _marked_piece(name: str, piece: str, line: int) -> str:
    def mark(tag: re.Match[str]) -> str:
        return f"<!--@{name} 第{line + piece.count(chr(10), 0, tag.start())}行--><"

    return _TAG.sub(mark, piece)
