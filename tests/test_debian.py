"""The script that installs Debian packages for tests: only what is missing, as root or with sudo, told in one line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("debian.sh")
SHELL = ("cut", "env", "sh")
_LINES = SCRIPT.read_text("utf-8").partition("wanted='")[2].partition("'")[0].splitlines()
WANTED = [line.split()[0] for line in _LINES if line]
"""What must be there, in the order of the script."""
THERE = {name: "LOG" for name in WANTED if not name.startswith("font:")} | {"fc-list": "echo Noto"}
"""All commands, and a font."""


def run(folder: Path, commands: dict[str, str], user: int = 0) -> tuple[str, list[str]]:
    """Return what the script prints and what it runs where there are only such commands, each with its text."""
    said = folder / "ran"
    said.touch()
    for name in SHELL:
        (folder / name).symlink_to(Path("/usr/bin") / name)
    for name, text in {**commands, "id": f"echo {user}"}.items():
        (folder / name).write_text(f"#!/bin/sh\n{text.replace('LOG', f'echo {name} $* >> {said}')}\n", "utf-8")
        (folder / name).chmod(0o755)
    done = subprocess.run(["/bin/sh", SCRIPT], env={"PATH": str(folder)}, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    assert done.stderr == ""
    return done.stdout, said.read_text("utf-8").splitlines()


def test_nothing_is_installed_where_everything_is_there(tmp_path: Path) -> None:
    printed, ran = run(tmp_path, {**THERE, "apt-get": "LOG"})
    assert printed == "tests/debian.sh: everything is there\n"
    assert ran == []


@pytest.mark.parametrize("user", [0, 1000])
def test_the_first_package_that_there_is_is_installed(tmp_path: Path, user: int) -> None:
    others = {name: text for name, text in THERE.items() if name != "java"}
    commands = {**others, "apt-get": "LOG", "apt-cache": 'test "$2" = openjdk-21-jre-headless', "sudo": 'LOG; "$@"'}
    printed, ran = run(tmp_path, commands, user)
    assert printed == "tests/debian.sh: apt-get install openjdk-21-jre-headless\n"
    install = "apt-get install -y -qq --no-install-recommends openjdk-21-jre-headless"
    assert [line for line in ran if line.startswith("apt-get")] == ["apt-get update -qq", install]
    by_sudo = ["sudo apt-get update -qq", f"sudo env DEBIAN_FRONTEND=noninteractive {install}"]
    assert [line for line in ran if line.startswith("sudo")] == (by_sudo if user else [])


def test_packages_that_belong_together_are_installed_together_and_a_font_is_looked_for(tmp_path: Path) -> None:
    others = {name: text for name, text in THERE.items() if name != "soffice"}
    commands = {**others, "fc-list": 'test "$1" != :lang=zh', "apt-get": "LOG", "apt-cache": ""}
    printed, _ = run(tmp_path, commands)
    wanted = "libreoffice-calc-nogui libreoffice-writer-nogui fonts-noto-cjk"
    assert printed == f"tests/debian.sh: apt-get install {wanted}\n"


def test_elsewhere_it_says_what_to_install(tmp_path: Path) -> None:
    printed, ran = run(tmp_path, {})
    assert printed == (
        f"tests/debian.sh: this is not Debian: install {' '.join(WANTED)} yourself, "
        "or the tests that need it are left out\n"
    )
    assert ran == []
