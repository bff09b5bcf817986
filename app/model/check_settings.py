"""What a pack decides about 校核: which rules are off, and the limits the others compare with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

RULE_COUNTS = {"SC": 17, "FN": 10, "PJ": 11, "IX": 10, "CX": 14, "CP": 8, "TX": 6, "PB": 3}
"""The families of rules and how many each has: 得分, 收支, 项目, 指标, 一致, 完整, 文字, 公开."""

RULE_IDS = tuple(f"{family}-{number:02}" for family, count in RULE_COUNTS.items() for number in range(1, count + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """The `[checks]` table of a pack. Rates and shares are %."""

    off: tuple[str, ...] = ()  # ids of rules that are not run
    near_full_score: Decimal = Decimal(98)  # 分; SC-10: a total from here on is unusual …
    low_completion: Decimal = Decimal(90)  # … when the budget was completed to less than this
    score_above_completion: Decimal = Decimal(5)  # SC-14: how far 得分率 may exceed 执行率
    zero_reason_length: int = 20  # SC-09: characters a reason for a score of 0 needs at least
    reason_below: Decimal = Decimal(80)  # FN-06: completion below this needs a reason
    execution_ceiling: Decimal = Decimal(120)  # FN-04: completion above this is an error even with a reason
    adjustment_share: Decimal = Decimal(20)  # FN-09: change of the budget during the year that needs a reason
    unlisted_completion: Decimal = Decimal(90)  # PJ-03: implied completion of unlisted projects that needs a word
    copied_length: int = 60  # PJ-09: characters two projects may share
    idle_completion: Decimal = Decimal(5)  # PJ-10: money hardly spent although output is reported
    entrusted_share: Decimal = Decimal(50)  # PJ-11: share of 代管资金 that needs a note
    large_payout: Decimal = Decimal(10_000)  # 万元; PJ-11: a payout in the text that needs its source
    over_target_hint: Decimal = Decimal(120)  # IX-01: completion of a target worth a hint …
    over_target: Decimal = Decimal(130)  # … and one that needs an explanation
