"""The README's two commands stand as promised, and CI runs the one for contributors as it stands there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEMO = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/sharewell demo"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"


def test_the_readme_has_exactly_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^```sh\n(.*?)^```$", readme, flags=re.DOTALL | re.MULTILINE) == [
        f"{DEMO}\n",
        f"{TEST}\n",
    ]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """The line of `.ci/run` that finds the command finds this one, and the script then runs what it found."""
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    (finds,) = re.findall(r"^test_command=\$\((.*)\)$", script, flags=re.MULTILINE)
    found = subprocess.run(finds, shell=True, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert found == f"{TEST}\n"
    assert 'bash -euo pipefail -c "$test_command"' in script


def test_every_page_that_the_readme_points_to_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)", readme)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
