"""规则参数 as officers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.errors import InputError
from app.model.rule_parameters import Parameters, Tier, parse

D = Decimal


def test_names_and_values_are_read_in_order() -> None:
    found = parse("扣分 = 0.5 ；每满=10%;\n满分=否；")
    assert list(found.values.items()) == [("扣分", "0.5"), ("每满", "10%"), ("满分", "否")]
    assert parse("").values == {}


@pytest.mark.parametrize("text", ["扣分", "=0.5", "扣分=", "扣分=1；10%"])
def test_a_part_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="应写作“名称=值”，多项之间用分号隔开。"):
        parse(text)


def test_a_name_that_comes_twice_is_refused() -> None:
    with pytest.raises(InputError, match="规则参数“扣分”写了两次"):
        parse("扣分=1；扣分=2")


def test_a_misspelt_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(InputError, match="没有“扣分比列”，可用的有：扣分、扣分比例。"):
        parse("扣分比列=10%").only("扣分", "扣分比例")
    with pytest.raises(InputError, match="这种评分规则不需要参数"):
        parse("扣分=1").only()


def test_every_rule_may_say_what_becomes_of_a_row_that_does_not_apply() -> None:
    parse("不适用=折算").only()


@pytest.mark.parametrize(("text", "lost"), [("扣分=0.5", "0.5"), ("扣分=0.5分", "0.5"), ("扣分比例=10%", "0.2")])
def test_a_deduction_is_an_amount_or_a_share_of_the_weight(text: str, lost: str) -> None:
    assert parse(text).required_deduction(D(2)) == D(lost)


def test_a_deduction_that_is_needed_is_asked_for() -> None:
    assert parse("").deduction(D(2)) is None
    with pytest.raises(InputError, match="缺少每次扣分的数额"):
        parse("").required_deduction(D(2))


@pytest.mark.parametrize("text", ["扣分=-1", "扣分=多"])
def test_a_deduction_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="“扣分”应是不小于 0 的数"):
        parse(text).deduction(D(2))


@pytest.mark.parametrize(("value", "share"), [("10%", "0.1"), ("0.7", "0.7"), ("1", "1"), ("1/2", "0.5"), ("0", "0")])
def test_a_share(value: str, share: str) -> None:
    assert parse(f"达成={value}").share("达成", D(1)) == D(share)


@pytest.mark.parametrize("value", ["70", "101%", "-1", "1/0", "多", "2/1"])
def test_a_share_outside_nothing_and_all_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="的值应在 0 到 1（100%）之间。"):
        parse(f"达成={value}").share("达成", D(1))


@pytest.mark.parametrize("text", ["每满=0", "每满=-5%", "每满=多"])
def test_a_step_is_above_zero(text: str) -> None:
    with pytest.raises(InputError, match="“每满”应"):
        parse(text).step()


def test_items_have_points_or_shares() -> None:
    found = parse("目标=1.5；自评=25%；扣分=9；不适用=满分").items(D(2))
    assert found == {"目标": D("1.5"), "自评": D("0.5")}


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("90%(含)以上=1", Tier("90%(含)以上", D(1), lowest=D(90))),
        ("90%（不含）以上=1", Tier("90%(不含)以上", D(1), lowest=D(90), with_lowest=False)),
        ("90%以上=1", Tier("90%以上", D(1), lowest=D(90))),
        ("≥90%=1", Tier("≥90%", D(1), lowest=D(90))),
        (">90%=1", Tier(">90%", D(1), lowest=D(90), with_lowest=False)),
        ("90%(不含)以下=1", Tier("90%(不含)以下", D(1), highest=D(90), with_highest=False)),
        ("5以内=80%", Tier("5以内", D("0.8"), highest=D(5))),
        ("5天以内=80%", Tier("5天以内", D("0.8"), highest=D(5))),
        ("5个工作日（不含）以上=0", Tier("5个工作日(不含)以上", D(0), lowest=D(5), with_lowest=False)),
        ("<60%=0", Tier("<60%", D(0), highest=D(60), with_highest=False)),
        ("60%-75%=0.4", Tier("60%-75%", D("0.4"), D(60), D(75), with_highest=False)),
        ("60%(不含)至75%(含)=0.4", Tier("60%(不含)至75%(含)", D("0.4"), D(60), D(75), with_lowest=False)),
        ("其他=0.1", Tier("其他", D("0.1"))),
    ],
)
def test_a_tier_says_its_bounds_and_whether_they_belong_to_it(text: str, tier: Tier) -> None:
    assert parse(text).tiers() == (tier,)


@pytest.mark.parametrize("text", ["90%=1", "很高=1", "九成以上=1", "1.2.3以上=1"])
def test_a_tier_without_a_bound_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse(text).tiers()


def test_tiers_are_asked_for() -> None:
    with pytest.raises(InputError, match="规则参数没有分档"):
        parse("").tiers()


def test_a_word_is_one_of_its_choices() -> None:
    assert Parameters({}).word("满分", ("是", "否"), "是") == "是"
    with pytest.raises(InputError, match="“满分”只能是是、否，不能是“对”。"):
        parse("满分=对").word("满分", ("是", "否"), "是")


def test_a_step_is_asked_for() -> None:
    with pytest.raises(InputError, match="缺少“每满”，请填写几个百分点为一档"):
        parse("扣分=0.5").step()
