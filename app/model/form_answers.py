"""What came back in several 采集表 as one merge with the report, and what is to be told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.model.collection import Answer, with_answers
from app.model.entities import BY_TABLE
from app.model.fields import Value, specs
from app.model.merging import Merge, merge
from app.model.quantities import parse_value
from app.model.report_data import ReportData


@dataclass(frozen=True, slots=True)
class Reply:
    """One form's answers by the ids of the report, beside the texts the report had when it was made."""

    base: Mapping[Answer, str]
    answers: Mapping[Answer, Value]


def met(data: ReportData, replies: Sequence[Reply]) -> Merge:
    """What the answers would change. A field the report changed since the form was made is a conflict.

    Of two forms that answer one question the later in the sequence counts.
    """
    answers: dict[Answer, Value] = {}
    bases: dict[Answer, Value] = {}
    for reply in replies:
        for place, value in reply.answers.items():
            if data.find(*place[:2]) is None:
                continue
            answers[place] = value
            bases[place] = _value(place, reply.base[place])
    return merge(with_answers(data, bases), data, with_answers(data, answers))


def _value(place: Answer, text: str) -> Value:
    spec = specs(BY_TABLE[place[0]])[place[2]]
    return parse_value(spec, text) if text else spec.empty
