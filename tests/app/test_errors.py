"""Whatever the system refuses, the officer reads why in Chinese."""

from __future__ import annotations

import errno
import os

import pytest

from app.errors import reason


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_reason_is_in_english(number: int) -> None:
    told = reason(OSError(number, os.strerror(number)))
    assert told
    assert not any("a" <= letter <= "z" for letter in told.lower())


def test_an_error_without_a_number_has_a_reason_too() -> None:
    assert reason(OSError("timed out")) == "读写出错"


def test_a_refused_permission_says_what_it_may_be() -> None:
    assert reason(PermissionError(errno.EACCES, "Permission denied")) == "没有权限，或者正被其他程序占用"
