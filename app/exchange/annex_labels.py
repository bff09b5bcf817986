"""What the labels of an annex's first block, 单位基本情况, name; documents and workbooks are read by the same words."""

from __future__ import annotations

from collections.abc import Mapping

from app.model.entities import Department, Report

LABELS: Mapping[str, tuple[type[Department] | type[Report], str]] = {
    "单位名称": (Department, "name"),
    "部门名称": (Department, "name"),
    "年度绩效目标": (Report, "spending_goal"),
    "年度整体绩效目标": (Report, "spending_goal"),
    "整体绩效目标": (Report, "spending_goal"),
    "整体绩效目标完成情况": (Report, "goal_completion"),
    "年度绩效目标完成情况": (Report, "goal_completion"),
    "年度整体绩效目标完成情况": (Report, "goal_completion"),
    "未能完成原因": (Report, "goal_shortfall"),
    "未完成原因": (Report, "goal_shortfall"),
}
"""The entity and field of each label, written without spaces and colons."""
