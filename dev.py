"""The project's commands, so that a fresh clone needs nothing but Python.

usage: python3 dev.py COMMAND [ARGUMENT ...]

  setup        make .venv, install the pinned packages and the shared libraries and font Qt needs
  run          start the program on the user's library, with the sample in it while it is empty; without a display,
               render the sample to build/sample instead
  test         run the tests; arguments go to pytest
  lint         ruff, mypy --strict and the direction of imports
  bench        measure the program; arguments go to the benchmark
  stress       run the reliability tests at their large counts; arguments go to pytest
  shots DIR    draw every page of the sample to PNG files in DIR
  bundle       build the program for people without Python into dist/

Every command sets up first, which takes a moment when nothing has changed. A step that fails ends the command
with that step's exit code and one sentence.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / "python"
STAMP = VENV / "ziping-setup"
SAMPLE = ROOT / "build" / "sample"
SAMPLE_FORMATS = "docx,pdf,xlsx,html,txt"

# Inside the PySide6 package: what draws, and what shows windows and prints on one desktop or another.
QT_DRAWING = (
    "lib/libQt6Widgets.so.6",
    "lib/libQt6PrintSupport.so.6",
    "lib/libQt6Svg.so.6",
    "lib/libQt6DBus.so.6",
    "plugins/platforms/libqoffscreen.so",
)
QT_WINDOWS = (
    "plugins/platforms/libqxcb.so",
    "plugins/xcbglintegrations/libqxcb-glx-integration.so",
    "plugins/platforms/libqwayland-generic.so",
    "plugins/platforms/libqwayland-egl.so",
    "plugins/printsupport/libcupsprintersupport.so",
)

UNUSUAL_PACKAGES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
}


def main(arguments: Sequence[str]) -> None:
    """Run one command of this file's docstring; exits 2 when there is no such command."""
    if tuple(sys.version_info) < OLDEST:
        sys.exit(too_old(sys.version_info))
    name, *rest = arguments or [""]
    if name in WITH_ARGUMENTS:
        WITH_ARGUMENTS[name](rest)
    elif name in PLAIN and not rest:
        PLAIN[name]()
    else:
        usage()


def usage() -> NoReturn:
    print(__doc__, file=sys.stderr)
    sys.exit(2)


def too_old(version: Sequence[object]) -> str:
    """The sentence for a Python that cannot run the program."""
    found, needed = (f"{one[0]}.{one[1]}" for one in (version, OLDEST))
    return f"需要 Python {needed} 或更新的版本，当前是 {found}。 / Python {needed} or newer is needed, this is {found}."


def setup() -> None:
    """Bring .venv and the system to what pyproject.toml and constraints.txt ask for; does nothing when they are."""
    install_packages()
    install_system_packages(is_windowed=has_display(os.environ, sys.platform))


def install_packages() -> None:
    wanted = stamp(ROOT, tuple(sys.version_info))
    found = STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""
    if found == wanted and PYTHON.exists():
        return
    if not is_same_place(found, wanted) or not has_pip():
        make_environment()
    print(f"Installing the packages of pyproject.toml into {VENV}", flush=True)
    pip = (PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
    step("The pinned packages could not be installed.", *pip, "-c", "constraints.txt", "-e", ".[dev]")
    STAMP.write_text(wanted, encoding="utf-8")


def stamp(root: Path, version: Sequence[object]) -> str:
    """What an environment was made from: its place and Python on one line, a digest of its packages on the next.

    An environment is bound to its place and Python (scripts carry absolute paths), so another first line means to
    make it anew; another second line only to install again.
    """
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((root / name).read_bytes())
    return f"{root} Python {version[0]}.{version[1]}\n{digest.hexdigest()}\n"


def is_same_place(found: str, wanted: str) -> bool:
    """Whether the environment stamped `found` may be kept; one without a stamp may, a setup broken off left it so."""
    return not found or found.splitlines()[0] == wanted.splitlines()[0]


def has_pip() -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def make_environment() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        need([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], "to make a Python environment")
    step(f"The Python environment {VENV} could not be made.", sys.executable, "-m", "venv", "--clear", VENV)


def install_system_packages(*, is_windowed: bool) -> None:
    """Install what PySide6 leaves to the system.

    Where that cannot be, only drawing is missed fatally: without a font text shows as boxes, and without one window
    system's libraries Qt may know another.
    """
    if not sys.platform.startswith("linux"):
        return
    need(missing_packages(ldd(qt_files(QT_DRAWING))), "for Qt to start")
    if is_windowed:
        need(missing_packages(ldd(qt_files(QT_WINDOWS))), "to show windows and to print", is_fatal=False)
    if not has_chinese_font():
        need(["fontconfig", "fonts-noto-cjk"], "to draw Chinese text", is_fatal=False)


def qt_files(names: Sequence[str]) -> list[Path]:
    return [path for name in names for path in VENV.glob(f"lib/python*/site-packages/PySide6/Qt/{name}")]


def ldd(files: Sequence[Path]) -> str:
    """What the loader says about the files' libraries; "" where there is no ldd to ask."""
    if not files or shutil.which("ldd") is None:
        return ""
    return subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout


def missing_packages(listing: str) -> list[str]:
    """The Debian packages of the libraries that ldd's `listing` did not find, each once, in order of name."""
    return sorted({package_of(name) for name in re.findall(r"^\s*(\S+) => not found", listing, re.MULTILINE)})


def package_of(library: str) -> str:
    """The Debian package of a shared library.

    Debian Policy 8.1: the library's name and version in lower case, with a hyphen between them when the name ends in
    a digit.
    """
    if library in UNUSUAL_PACKAGES:
        return UNUSUAL_PACKAGES[library]
    name, _, version = library.partition(".so.")
    hyphen = "-" if name[-1].isdigit() else ""
    return f"{name}{hyphen}{version}".lower()


def has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def need(names: Sequence[str], why: str, *, is_fatal: bool = True) -> None:
    """Install Debian packages where that is possible, else say which ones are missing and, if fatal, exit 1."""
    if not names:
        return
    if can_install():
        apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        failed = f"These system packages could not be installed: {' '.join(names)}."
        print(f"Installing system packages {why}: {' '.join(names)}", flush=True)
        step(failed, *apt, "update", environ=environ, is_silent=True)
        step(failed, *apt, "install", "--yes", "--no-install-recommends", *names, environ=environ, is_silent=True)
        return
    sentence = please_install(names, why)
    if is_fatal:
        sys.exit(sentence)
    print(sentence, file=sys.stderr)


def can_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def please_install(packages: Sequence[str], why: str) -> str:
    """The sentence that names what only an administrator can install."""
    return f"System packages are missing {why}; ask an administrator to run: apt-get install {' '.join(packages)}"


def step(failed: str, *command: str | Path, environ: Mapping[str, str] | None = None, is_silent: bool = False) -> None:
    """Run one command in the project's folder; exits with its code and the sentence `failed` unless that is 0.

    A silent command shows its standard error only.
    """
    output = subprocess.DEVNULL if is_silent else None
    code = subprocess.run([str(part) for part in command], cwd=ROOT, env=environ, stdout=output, check=False).returncode
    if code:
        print(failed, file=sys.stderr)
        sys.exit(code if code > 0 else 128 - code)


def has_display(environ: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown; only Linux can be without a display."""
    return not platform.startswith("linux") or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def offscreen() -> dict[str, str]:
    """The environment for commands that draw without opening windows."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def run(arguments: Sequence[str]) -> None:
    setup()
    if has_display(os.environ, sys.platform):
        step("The program ended with an error.", PYTHON, "-m", "ui", "--sample", *arguments)
    else:
        render_sample()


def render_sample() -> None:
    """Make the sample report's files through the command line, in a library of their own that is new each time."""
    shutil.rmtree(SAMPLE, ignore_errors=True)
    SAMPLE.mkdir(parents=True)
    print("There is no display, so the sample report is rendered to files:", flush=True)
    ziping("The sample report could not be added.", "sample")
    ziping("The sample report could not be rendered.", "render", "1", "--out", SAMPLE, "--format", SAMPLE_FORMATS)
    print(f"They are in {SAMPLE}", flush=True)


def ziping(failed: str, *arguments: str | Path) -> None:
    step(failed, SCRIPTS / "ziping", "--library", SAMPLE / "library.db", *arguments, environ=offscreen())


def test(arguments: Sequence[str]) -> None:
    setup()
    # A file's tests stay in one process, since its fixtures of a module are costly to make twice.
    spread = ("-n", "auto", "--dist", "loadfile")
    step("The tests failed.", PYTHON, "-m", "pytest", *spread, *arguments, environ=offscreen())


def stress(arguments: Sequence[str]) -> None:
    setup()
    large = ("--stress", "-m", "stress or hypothesis", "--timeout", "0", "-n", "auto")
    step("The stress tests failed.", PYTHON, "-m", "pytest", *large, *arguments, environ=offscreen())


def bench(arguments: Sequence[str]) -> None:
    setup()
    step("The benchmark failed.", PYTHON, "-m", "tests.bench", *arguments, environ=offscreen())


def lint() -> None:
    setup()
    step("ruff found faults.", PYTHON, "-m", "ruff", "check", ".")
    step("Some files are not formatted; ruff format does it.", PYTHON, "-m", "ruff", "format", "--check", ".")
    step("mypy found faults.", PYTHON, "-m", "mypy")
    step("An import goes against the layers of pyproject.toml.", SCRIPTS / "lint-imports")


def shots(arguments: Sequence[str]) -> None:
    if len(arguments) != 1:
        usage()
    setup()
    folder = Path(arguments[0]).absolute()
    step("The pages could not be drawn.", PYTHON, "-m", "ui", "--shots", folder, environ=offscreen())


def missing_for_bundle() -> list[str]:
    """The Debian packages of what PyInstaller takes: objdump, and Python's own library, which Debian splits off."""
    found = [] if shutil.which("objdump") else ["binutils"]
    library = str(sysconfig.get_config_var("INSTSONAME") or "")
    folders = (sysconfig.get_config_var("LIBDIR"), f"{sys.base_prefix}/lib")
    if ".so." in library and not any(Path(str(folder), library).exists() for folder in folders):
        found.append(library.partition(".so.")[0])
    return found


def bundle(arguments: Sequence[str]) -> None:
    setup()
    install_system_packages(is_windowed=True)
    if sys.platform.startswith("linux"):
        need(missing_for_bundle(), "to put the program's libraries together")
    step("The program could not be bundled.", PYTHON, "-m", "PyInstaller", "--noconfirm", *arguments, "build.spec")
    print(f"The program is in {ROOT / 'dist' / 'ziping'}", flush=True)


PLAIN: dict[str, Callable[[], None]] = {"setup": setup, "lint": lint}
WITH_ARGUMENTS: dict[str, Callable[[Sequence[str]], None]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "stress": stress,
    "shots": shots,
    "bundle": bundle,
}

if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
