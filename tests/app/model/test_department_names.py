"""What a department's full name tells."""

from __future__ import annotations

import pytest

from app.model.department_names import region_of, short_name_of


@pytest.mark.parametrize(
    ("name", "region", "level"),
    [
        ("某县水务局", "某县", "县级"),
        ("云溪县水务局", "云溪县", "县级"),
        ("某县人民政府办公室", "某县", "县级"),
        ("某某自治县教育局", "某某自治县", "县级"),
        ("阿鲁科尔沁旗水利局", "阿鲁科尔沁旗", "县级"),
        ("广州市番禺区人力资源和社会保障局", "番禺区", "区级"),
        ("番禺区城市管理局", "番禺区", "区级"),
        ("广州市城市管理局", "广州市", "市级"),
        ("某市某局", "某市", "市级"),
        ("天津市社区矫正管理局", "天津市", "市级"),
        ("大理白族自治州水务局", "大理白族自治州", "市级"),
        ("某省城市管理厅", "某省", "省级"),
        ("内蒙古自治区水利厅", "内蒙古自治区", "省级"),
    ],
)
def test_a_name_tells_region_and_level(name: str, region: str, level: str) -> None:
    assert region_of(name) == (region, level)


@pytest.mark.parametrize("name", ["水利工程建设中心", "城市管理局", "灌区管理处"])
def test_a_name_without_a_region_tells_none(name: str) -> None:
    assert region_of(name) is None


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("某县水务局", "我局"),
        ("某省水利厅", "我厅"),
        ("某市发展和改革委员会", "我委"),
        ("中共某县委员会办公室", "我办"),
        ("某县供水服务中心", "我中心"),
        ("某县青龙镇人民政府", "我镇"),
        ("某市某区西湖街道办事处", "我街道"),
        ("某县人民政府", "我单位"),
        ("某县总工会", "我单位"),
    ],
)
def test_a_name_tells_what_a_department_calls_itself(name: str, called: str) -> None:
    assert short_name_of(name) == called
