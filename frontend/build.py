"""Assembles the front end: `python -m frontend.build [--dev]` fills `dashboard/static/dist`.

manifest.json: {"files": {logical name: {"file", "bytes", "br_bytes", "gz_bytes", "integrity"}}}
    app.js      React, Dash's renderer and components and the site's own scripts, as one script
    plotly.js   plotly.js with the basic trace types
    site.css    reset, title font, the site's own rules
    serif.woff2 the title font
    *.ttf       the fonts of pictures (.png), read by the server
    *.svg, *.png, *.ico   the site's own pictures, under their own names
Every file's name holds a hash of its contents, so it can be cached for ever. Where npm cannot be reached, the
full plotly.js of the Python package, the system's fonts and a small reset take the packages' place.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import importlib.util
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from frontend import font, npm

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "dashboard" / "assets"
DIST = ROOT / "dashboard" / "static" / "dist"
ADDRESS = "/static/"  # where dashboard/routes/assets.py serves DIST

# In the order in which they need each other. Dash would load them one by one, with its polyfills for browsers
# long gone. async-graph is a webpack chunk: registered beforehand, dcc.Graph finds it without a request.
SCRIPTS = (
    ("dash", "deps/react@18.3.1.min.js"),
    ("dash", "deps/react-dom@18.3.1.min.js"),
    ("dash", "deps/prop-types@15.8.1.min.js"),
    ("dash", "dash-renderer/build/dash_renderer.min.js"),
    ("dash", "dcc/dash_core_components-shared.js"),
    ("dash", "dcc/async-graph.js"),
    ("dash", "dcc/dash_core_components.js"),
    ("dash", "html/dash_html_components.min.js"),
    ("dash_bootstrap_components", "_components/dash_bootstrap_components.min.js"),
)
PICTURES = (".svg", ".png", ".ico")
BROTLI_QUALITY = 11
COMPRESSED_FROM = 1000  # bytes; below that the header costs more than it saves

SOURCE_MAP = re.compile(rb"^(?://# sourceMappingURL=.*|/\*# sourceMappingURL=.*\*/)\s*$", re.MULTILINE)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m frontend.build", description=__doc__.split("\n")[0])
    parser.add_argument("--dev", action="store_true", help="also fetch what only the tests need (axe-core)")
    build(dev=parser.parse_args(arguments).dev)
    return 0


def build(*, dev: bool = False, dist: Path = DIST, assets: Path = ASSETS) -> bool:
    """Brings `dist` up to date and returns whether anything had to be done.

    `dev` also fetches what only the tests need. Raises FileNotFoundError when a Python package lacks a script
    named in SCRIPTS, which happens after an upgrade of Dash, and OSError when `dist` cannot be written.
    """
    modules: Path | None
    try:
        modules = npm.install(dev=dev)
    except npm.NpmUnavailableError as error:
        modules = None
        print(
            f"front end: npm packages could not be fetched ({error}); using the full plotly.js of the Python "
            "package and the system's fonts, so pages load slower",
            file=sys.stderr,
        )
    inputs = _inputs(modules, assets)
    digest = _digest(inputs)
    if _is_current(dist, digest):
        return False
    _write(dist, _assemble(inputs, modules, assets), digest)
    return True


def _inputs(modules: Path | None, assets: Path) -> dict[str, list[Path]]:
    """Logical name → the files it is made from, in order."""
    own = sorted(assets.iterdir()) if assets.is_dir() else []
    scripts = [path for path in own if path.suffix == ".js"]
    if modules:
        plotly = modules / "plotly.js-basic-dist-min" / "plotly-basic.min.js"
        reset = modules / "bootstrap" / "dist" / "css" / "bootstrap-reboot.min.css"
    else:
        plotly = _package("plotly") / "package_data" / "plotly.min.js"
        reset = npm.HERE / "reset.css"
    morph = [modules / "morphdom" / "dist" / "morphdom-umd.min.js"] if modules else []
    return {
        "app.js": [*(_package(package) / path for package, path in SCRIPTS), *morph, *scripts],
        "plotly.js": [plotly],
        "site.css": [reset, *(p for p in own if p.suffix == ".css")],
        "serif.woff2": font.TITLE.sources(modules) if modules else [],
        **{name: entry.sources(modules) for name, entry in font.PICTURES.items() if modules},
        **{p.name: [p] for p in own if p.suffix in PICTURES},
    }


def _package(name: str) -> Path:
    """A Python package's folder, without importing it: importing Dash would take longer than all the rest."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the Python package {name} is missing: pip install -r requirements.txt")
    return Path(spec.origin).parent


def _digest(inputs: dict[str, list[Path]]) -> str:
    """Changes when any input, or this program, does."""
    total = hashlib.sha256()
    named = [(name, path) for name, paths in sorted(inputs.items()) for path in paths]
    for name, path in [*named, *(("", p) for p in sorted(npm.HERE.glob("*.py")))]:
        total.update(f"{name}\0{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _is_current(dist: Path, digest: str) -> bool:
    """Whether `dist` was made from these inputs and is whole."""
    try:
        manifest = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
        return bool(manifest["inputs"] == digest) and all(
            (dist / entry["file"]).stat().st_size == entry["bytes"] for entry in manifest["files"].values()
        )
    except (FileNotFoundError, ValueError, KeyError):
        return False


def _assemble(inputs: dict[str, list[Path]], modules: Path | None, own: Path) -> dict[str, tuple[str, bytes]]:
    """Logical name → file name with hash, contents."""
    pictures = [name for name in inputs if name.endswith(PICTURES)]
    made = {name: _hashed(name, inputs[name][0].read_bytes()) for name in pictures}
    made["app.js"] = _hashed("app.js", b"".join(_script(path, own) for path in inputs["app.js"]))
    made["plotly.js"] = _hashed("plotly.js", SOURCE_MAP.sub(b"", inputs["plotly.js"][0].read_bytes()))
    rules = [SOURCE_MAP.sub(b"", path.read_bytes()).strip() for path in inputs["site.css"]]
    if modules:
        title = font.cut(inputs["serif.woff2"], font.TITLE.family, "woff2")
        made["serif.woff2"] = _hashed("serif.woff2", title)
        for name, entry in font.PICTURES.items():
            made[name] = _hashed(name, font.cut(inputs[name], entry.family, None))
        rules.insert(1, font.face(ADDRESS + made["serif.woff2"][0]).encode())
    made["site.css"] = _hashed("site.css", b"\n".join(rules) + b"\n")
    return made


def _script(path: Path, own: Path) -> bytes:
    """One part of app.js. Those from the folder `own` get a function each, so that their names don't meet."""
    code = SOURCE_MAP.sub(b"", path.read_bytes()).strip()
    # The semicolon keeps a part's "use strict" from ruling all that follow, and ends a part that has none.
    return b"(function(){\n%b\n})();\n" % code if path.parent == own else b";%b\n" % code


def _hashed(name: str, content: bytes) -> tuple[str, bytes]:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{suffix}", content


def _write(dist: Path, made: dict[str, tuple[str, bytes]], digest: str) -> None:
    """Writes the files, then the manifest that names them, then removes what it no longer names.

    In this order a killed build leaves the former manifest with all of its files.
    """
    dist.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as pool:
        entries = dict(zip(made, pool.map(lambda item: _store(dist, *item), made.values()), strict=True))
    manifest = {"inputs": digest, "files": dict(sorted(entries.items()))}
    _replace(dist / "manifest.json", (json.dumps(manifest, indent=2) + "\n").encode())
    kept = {entry["file"] for entry in entries.values()}
    for path in dist.iterdir():
        if path.name != "manifest.json" and path.name.removesuffix(".br").removesuffix(".gz") not in kept:
            path.unlink()


def _store(dist: Path, file: str, content: bytes) -> dict[str, str | int]:
    """Writes one file with its compressed twins and returns its entry in the manifest."""
    integrity = base64.b64encode(hashlib.sha384(content).digest()).decode()
    entry: dict[str, str | int] = {"file": file, "bytes": len(content), "integrity": f"sha384-{integrity}"}
    _replace(dist / file, content)
    # Fonts and bitmaps are compressed already.
    if len(content) >= COMPRESSED_FROM and not file.endswith((".woff2", ".png")):
        entry["br_bytes"] = _compress(dist / f"{file}.br", content)
        entry["gz_bytes"] = _compress(dist / f"{file}.gz", content)
    return entry


def _compress(path: Path, content: bytes) -> int:
    """Writes the compressed twin and returns its size in bytes. One that is there holds the same."""
    import brotli

    if not path.exists():
        if path.suffix == ".br":
            _replace(path, brotli.compress(content, quality=BROTLI_QUALITY))
        else:
            _replace(path, gzip.compress(content, 9, mtime=0))
    return path.stat().st_size


def _replace(path: Path, content: bytes) -> None:
    """Writes a file so that a reader sees all of it or the former one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


if __name__ == "__main__":
    sys.exit(main())
