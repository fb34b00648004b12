"""The front-end set-up: what it makes is whole, repeatable and safe to cache for ever."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import brotli
import dash
import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from fontTools.ttLib import TTFont

from frontend import build, font, npm


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished build, made with the packages from npm."""
    folder = tmp_path_factory.mktemp("dist")
    build.build(dev=True, dist=folder)
    return folder


@pytest.fixture
def no_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*, dev: bool = False) -> Path:
        raise npm.NpmUnavailableError("no network")

    monkeypatch.setattr(npm, "install", fail)
    monkeypatch.setattr(build, "BROTLI_QUALITY", 1)  # the full plotly.js takes ten seconds at 11


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """Own files for tests that change them."""
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "10-first.js").write_text('"use strict";\nconst name = 1;\n')
    (folder / "20-second.js").write_text("const name = 2;\n")
    (folder / "site.css").write_text("body { color: red }\n")
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return folder


def read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    return json.loads((folder / "manifest.json").read_text())["files"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_manifest_names_every_file_and_only_those(dist: Path) -> None:
    entries = read_manifest(dist)
    assert {"app.js", "plotly.js", "site.css", "serif.woff2"} <= set(entries)
    expected = {"manifest.json"}
    for entry in entries.values():
        expected |= {entry["file"]} | {entry["file"] + s for s in (".br", ".gz") if f"{s[1:]}_bytes" in entry}
    assert {path.name for path in dist.iterdir()} == expected


def test_names_sizes_and_integrity_match_the_contents(dist: Path) -> None:
    for name, entry in read_manifest(dist).items():
        content = (dist / entry["file"]).read_bytes()
        stem, _, suffix = name.rpartition(".")
        assert entry["file"] == f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
        assert entry["bytes"] == len(content)
        assert entry["integrity"] == "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def test_compressed_twins_hold_the_same_bytes(dist: Path) -> None:
    for entry in read_manifest(dist).values():
        path = dist / entry["file"]
        if path.suffix in (".js", ".css"):
            assert brotli.decompress((dist / f"{path.name}.br").read_bytes()) == path.read_bytes()
            assert gzip.decompress((dist / f"{path.name}.gz").read_bytes()) == path.read_bytes()


def test_same_inputs_give_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    build.build(dev=True, dist=tmp_path)
    assert contents(tmp_path) == contents(dist)


def test_nothing_is_done_when_nothing_changed(assets: Path, tmp_path: Path, no_npm: None) -> None:
    folder = tmp_path / "dist"
    assert build.build(dist=folder, assets=assets)
    assert not build.build(dist=folder, assets=assets)
    (assets / "site.css").write_text("body { color: blue }\n")
    assert build.build(dist=folder, assets=assets)


def test_a_lost_file_is_made_again(assets: Path, tmp_path: Path, no_npm: None) -> None:
    folder = tmp_path / "dist"
    build.build(dist=folder, assets=assets)
    whole = contents(folder)
    (folder / read_manifest(folder)["site.css"]["file"]).unlink()
    assert build.build(dist=folder, assets=assets)
    assert contents(folder) == whole


def test_a_killed_build_leaves_the_former_one_whole(
    assets: Path, tmp_path: Path, no_npm: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dist"
    build.build(dist=folder, assets=assets)
    former = contents(folder)
    (assets / "site.css").write_text("body { color: blue }\n")
    replace = build._replace

    def die(path: Path, content: bytes) -> None:
        if path.name == "manifest.json":
            raise KeyboardInterrupt
        replace(path, content)

    monkeypatch.setattr(build, "_replace", die)
    with pytest.raises(KeyboardInterrupt):
        build.build(dist=folder, assets=assets)
    assert former.items() <= contents(folder).items()


def test_old_files_go_when_new_ones_come(assets: Path, tmp_path: Path, no_npm: None) -> None:
    folder = tmp_path / "dist"
    build.build(dist=folder, assets=assets)
    old = read_manifest(folder)["site.css"]["file"]
    (assets / "site.css").write_text("body { color: blue }\n")
    build.build(dist=folder, assets=assets)
    assert not (folder / old).exists()
    assert not (folder / f"{old}.br").exists()


def test_without_npm_the_python_packages_plotly_takes_over(
    assets: Path, tmp_path: Path, no_npm: None, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "dist"
    build.build(dist=folder, assets=assets)
    said = capsys.readouterr().err
    assert "no network" in said
    assert said.count("\n") == 1
    entries = read_manifest(folder)
    assert set(entries) == {"app.js", "plotly.js", "site.css", "icon.svg"}
    assert entries["plotly.js"]["bytes"] > 3_000_000
    css = (folder / entries["site.css"]["file"]).read_text()
    assert "color: red" in css
    assert "box-sizing" in css
    assert "@font-face" not in css


def test_both_plotlys_are_the_version_that_python_plotly_expects() -> None:
    full = build._package("plotly") / "package_data" / "plotly.min.js"
    version = re.search(rb"plotly\.js v(\d+\.\d+)", full.read_bytes()[:300])
    assert version
    wanted = json.loads((npm.HERE / "package.json").read_text())["dependencies"]["plotly.js-basic-dist-min"]
    assert wanted.startswith(version[1].decode() + ".")


def test_bundle_holds_every_script_that_dash_would_load() -> None:
    registered = [*dash._dash_renderer._js_dist, *dcc._js_dist, *html._js_dist, *dbc._js_dist]
    on_every_page = {
        (item["namespace"], item["relative_package_path"])
        for item in registered
        if not any(item.get(kind) for kind in ("async", "dynamic", "dev_only"))
    }
    libraries = dash._dash_renderer._js_dist_dependencies[0]["relative_package_path"]["prod"]
    on_every_page |= {("dash", path) for path in libraries if "polyfill" not in path}
    assert set(build.SCRIPTS) == on_every_page | {("dash", "dcc/async-graph.js")}


def test_own_scripts_come_last_in_order_of_name_and_apart(assets: Path, tmp_path: Path, no_npm: None) -> None:
    folder = tmp_path / "dist"
    build.build(dist=folder, assets=assets)
    code = (folder / read_manifest(folder)["app.js"]["file"]).read_text()
    own = '(function(){\n"use strict";\nconst name = 1;\n})();\n(function(){\nconst name = 2;\n})();\n'
    assert code.endswith(own)
    assert not re.search("^//# sourceMappingURL", code, re.MULTILINE)


def test_title_font_has_kazakh_and_tenge_and_tabular_figures(dist: Path) -> None:
    entry = read_manifest(dist)["serif.woff2"]
    loaded = TTFont(io.BytesIO((dist / entry["file"]).read_bytes()))
    letters = loaded.getBestCmap()
    assert set(map(ord, "ӘҒҚҢӨҰҮҺІәғқңөұүһі₸№«»—−\u00a0")) <= set(letters)
    assert len({loaded["hmtx"][letters[ord(digit)]][0] for digit in "0123456789"}) == 1
    assert "Open Font License" in str(loaded["name"].getDebugName(13))
    assert loaded["name"].getDebugName(1) == font.TITLE.family
    css = (dist / read_manifest(dist)["site.css"]["file"]).read_text()
    assert f'url("/static/{entry["file"]}")' in css
    assert "font-display:optional" in css


def test_nothing_is_loaded_from_elsewhere(dist: Path) -> None:
    css = (dist / read_manifest(dist)["site.css"]["file"]).read_text()
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", css)
    for file in ("package-lock.json", "package.json"):
        assert "resolved" not in (npm.HERE / file).read_text()
    lock = json.loads((npm.HERE / "package-lock.json").read_text())
    assert all("integrity" in entry for path, entry in lock["packages"].items() if path)
