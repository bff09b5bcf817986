"""What every test shares: a home of its own, and the options --stress and --update-golden."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no window of a test is ever to be seen

# Speed is never asserted, and a loaded machine is no fault of the code.
UNTIMED: list[hypothesis.HealthCheck] = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile(
    "every-run", deadline=None, max_examples=200, suppress_health_check=UNTIMED, derandomize=True
)
hypothesis.settings.register_profile("stress", deadline=None, max_examples=10_000, suppress_health_check=UNTIMED)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stress", action="store_true", help="run tests that scale at their large counts")
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing with them")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("stress" if config.getoption("--stress") else "every-run")


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test that asks for `scale` is a stress test, so that dev.py stress finds it."""
    if "scale" in getattr(item, "fixturenames", ()):
        item.add_marker("stress")


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: a third of a million objects not to be looked at again."""
    gc.collect()
    gc.freeze()


_TESTS_BETWEEN = 20
_seen: list[str] = []


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Looks for garbage now and then where the application does, which tests without a window leave no time for."""
    _seen.append(item.nodeid)
    if not gc.isenabled() and len(_seen) % _TESTS_BETWEEN == 0:
        gc.collect()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, new for each test, so that none meets the developer's own library."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ZIPING_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def scale(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """Picks how often a test repeats: scale(50, 3000) is 50 in every run and 3000 under --stress."""
    is_stress = bool(pytestconfig.getoption("--stress"))
    return lambda every_run, stress: stress if is_stress else every_run


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are to be written anew."""
    return bool(pytestconfig.getoption("--update-golden"))
