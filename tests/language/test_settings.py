"""`.sharewell.toml`: what is written there holds, and what cannot be used is refused by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.language.asking import LAZY, refusals, run

from sharewell.cli.lens_settings import settings_for

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(f"{LAZY}\n", encoding="utf-8")
    return path


def settle(note: Path, text: str) -> None:
    (note.parent / ".sharewell.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "setting",
    [
        *('fail-on = "defict"', "fail-on = 1", 'lang = "xx"', "lang = 3", 'fast = "false"', "fast = 0"),
        *('ignore = "emp"', "ignore = [1]", 'columns = "remarks"', 'packs = "class.yaml"', "packs = [1]"),
        *('wording = "x"', 'fail_on = "never"', 'ingore = ["emp"]'),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_name(note: Path, setting: str) -> None:
    settle(note, f"[lens]\n{setting}\n")
    assert f"lens.{setting.split()[0]}" in refusals(run(note, "--fast"))


@pytest.mark.parametrize(
    "setting",
    [
        *('seconds = "soon"', "seconds = 0", "seconds = nan", "seconds = true", "model = 1"),
        *('modell = "x"', 'allow-elsewhere = "true"', "endpoint = []"),
    ],
)
def test_a_setting_of_the_wording_likewise(note: Path, setting: str) -> None:
    name = setting.split()[0]
    usual = {"endpoint": '"http://127.0.0.1:1/v1"', "model": '"m"'}
    rest = [f"{key} = {value}" for key, value in usual.items() if key != name]
    settle(note, "\n".join(["[lens.wording]", setting, *rest]))
    assert f"lens.wording.{name}" in refusals(run(note, "--fast"))


def test_all_that_is_wrong_is_told_at_once(note: Path) -> None:
    settle(note, 'lang = "es"\n[lens]\nfast = "no"\nfail-on = "x"\n')
    told = refusals(run(note, "--fast"))
    assert all(name in told for name in ("column lang", "lens.fast", "lens.fail-on"))


@pytest.mark.parametrize("text", ['lens = "x"', "lens = [1]", "not toml", "[lens]\nfast = " + "[" * 5000])
def test_what_is_no_table_is_refused(note: Path, text: str) -> None:
    settle(note, text)
    assert refusals(run(note, "--fast"))


def test_a_byte_order_mark_and_languages_with_a_region(note: Path) -> None:
    settle(note, '\ufeff[lens]\nfail-on = "never"\nlang = "es-MX"\nignore = ["TRT"]\n')
    assert run(note, "--fast").exit_code == 0
    settings = settings_for(note.parent, [], [], None, None, False, 1)
    assert (settings.lang, settings.ignore) == ("es", frozenset(["trt"]))
    assert settings_for(note.parent, [], [], "EN", None, False, 1).lang == "en"


def test_each_file_is_read_by_the_settings_nearest_to_it(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for folder in (tmp_path, kept):
        (folder / "a.txt").write_text(f"{LAZY}\n", encoding="utf-8")
    (kept / ".sharewell.toml").write_text('[lens]\nfail-on = "never"\n', encoding="utf-8")
    for files in ([kept / "a.txt", tmp_path / "a.txt"], [tmp_path / "a.txt", kept / "a.txt"], [tmp_path]):
        assert run(*files, "--fast").exit_code == 1
    assert run(kept, "--fast").exit_code == 0
    (kept / ".sharewell.toml").write_text("[lens]\nfast = 1\n", encoding="utf-8")
    assert refusals(run(tmp_path / "a.txt", kept / "a.txt", "--fast")).count("lens.fast") == 1


def test_the_hook_before_a_commit_leaves_the_level_to_the_settings(note: Path) -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert hook["entry"] == "sharewell lens"
    for level, status in (("never", 0), ("deficit", 1)):
        settle(note, f'[lens]\nfail-on = "{level}"\n')
        assert run(*hook.get("args", ()), note, "--fast").exit_code == status
