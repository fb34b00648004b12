"""Interleaved browser and server measurements: our pages, a plain Dash page and a static floor, in one run.

    python -m bench [--runs 4] [--load 5]

Clock: navigation start → the frame that first shows the bars (or the receipt's lines) and the table. Phone: 9 Mbit/s,
60 ms, CPU ÷ 4; slow: 1.6 Mbit/s, 150 ms, CPU ÷ 4. Ratios are medians of per-round ratios, so they hold while the
machine drifts.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
from dataclasses import dataclass

import psutil
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import FLAGS, find
from tests.serving import free_port, start

PROFILES = {"phone": (9e6, 60, 4), "slow": (1.6e6, 150, 4)}
WATCH = """(() => {
  const shown = (selector, least) => { const all = document.querySelectorAll(selector);
    return all.length >= least && [...all].some(one => one.getBoundingClientRect().width > 0) };
  const times = window.__times = {}, wanted = %s;
  const look = () => { for (const [name, [selector, least]] of Object.entries(wanted))
      if (!(name in times) && shown(selector, least)) {
        times[name] = null; const c = new MessageChannel();
        c.port1.onmessage = () => times[name] = performance.now(); c.port2.postMessage(0) }
    if (Object.values(times).filter(Boolean).length < Object.keys(wanted).length) requestAnimationFrame(look) };
  requestAnimationFrame(look);
})()"""


@dataclass(frozen=True)
class Target:
    """A page to measure: what counts as readable and as interactive (CSS selector, least number of matches)."""

    name: str
    app: str
    path: str
    readable: tuple[str, int]
    interactive: tuple[str, int] | None
    load: tuple[str, ...] = ()


PLOTLY = ".js-plotly-plot .bars path"
TARGETS = (
    Target("floor", "bench.peers:floor()", "/", (".bars rect", 31), None),
    Target("plain dash", "bench.peers:plain_dash()", "/", (PLOTLY, 31), (PLOTLY, 31)),
    Target("transfers", "dashboard.app:server", "/ru/transfers", (".chart-svg .bars rect, " + PLOTLY, 31),
           (PLOTLY, 21), ("/view/ru/transfers?region=KZ-39",)),
    Target("receipt", "dashboard.app:server", "/ru/receipt", (".receipt .line-programme", 15), ("html.is-live", 1),
           ("/view/ru/receipt?to=2023",)),
    Target("embed", "dashboard.app:server", "/embed/transfer-dependence?lang=ru", (".bars rect", 31), None),
)  # fmt: skip


def visit(context, url: str, target: Target, profile: str) -> dict[str, float]:
    """One navigation: milliseconds to readable and interactive, kilobytes and requests over the network."""
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    seen = {"kb": 0.0, "requests": 0.0}

    def finished(event) -> None:
        seen["kb"] += event["encodedDataLength"] / 1000
        seen["requests"] += event["encodedDataLength"] > 0

    cdp.send("Network.enable")
    cdp.on("Network.loadingFinished", finished)
    speed, latency, slowdown = PROFILES[profile]
    throughput = {"downloadThroughput": speed / 8, "uploadThroughput": speed / 8}
    cdp.send("Network.emulateNetworkConditions", {"offline": False, "latency": latency} | throughput)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    wanted = {"readable": target.readable} | (
        {"interactive": target.interactive} if target.interactive else {}
    )
    page.add_init_script(WATCH % json.dumps(wanted))
    page.goto(url, wait_until="commit")
    page.wait_for_function(
        "n => Object.values(window.__times || {}).filter(Boolean).length === n",
        arg=len(wanted),
        timeout=120_000,
    )
    page.wait_for_load_state("networkidle")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0")
    times = {name: max(value, painted) for name, value in page.evaluate("window.__times").items()}
    page.close()
    return times | seen


def measure(
    browser: Browser, ports: dict[str, int], runs: int
) -> dict[tuple[str, str, str], list[dict[str, float]]]:
    """All targets in turn, `runs` times, first and second visit."""
    results: dict[tuple[str, str, str], list[dict[str, float]]] = {}
    for _ in range(runs):
        for profile in PROFILES:
            for target in TARGETS:
                context = browser.new_context(viewport={"width": 390, "height": 1600}, bypass_csp=True)
                for visit_name in ("first", "second"):
                    url = f"http://127.0.0.1:{ports[target.app]}{target.path}"
                    found = visit(context, url, target, profile)
                    results.setdefault((profile, visit_name, target.name), []).append(found)
                context.close()
    return results


def report(results: dict[tuple[str, str, str], list[dict[str, float]]]) -> None:
    """Medians, and medians of the ratios within a round."""
    for profile in PROFILES:
        for visit_name in ("first", "second"):
            print(f"\n{profile}, {visit_name} visit")
            print(
                f"{'':12}{'readable':>10}{'× floor':>9}{'× dash':>9}{'interactive':>13}{'× dash':>8}"
                f"{'kB':>9}{'requests':>10}"
            )
            floor = results[profile, visit_name, "floor"]
            dash = results[profile, visit_name, "plain dash"]
            for target in TARGETS:
                rows = results[profile, visit_name, target.name]

                def median(key: str, rows=rows) -> float:
                    return statistics.median(row[key] for row in rows)

                def ratio(key: str, base, other: str, rows=rows) -> float:
                    return statistics.median(row[key] / b[other] for row, b in zip(rows, base, strict=True))

                live = target.interactive is not None
                print(
                    f"{target.name:12}{median('readable'):8.0f}ms{ratio('readable', floor, 'readable'):9.2f}"
                    f"{ratio('readable', dash, 'readable'):9.3f}"
                    + (
                        f"{median('interactive'):11.0f}ms{ratio('interactive', dash, 'interactive'):8.2f}"
                        if live
                        else " " * 21
                    )
                    + f"{median('kb'):9.0f}{median('requests'):10.0f}"
                )


def load(ports: dict[str, int], servers: dict[str, subprocess.Popen[bytes]], seconds: int) -> None:
    """50 connections by wrk, where it is installed; memory of all processes of a server after it."""
    if not shutil.which("wrk"):
        print("\nno wrk: the load is not measured (Debian's package `wrk`)")
        return
    print(f"\n50 connections, {seconds} s, 2 workers")
    for target in TARGETS:
        for path in (target.path, *target.load):
            url = f"http://127.0.0.1:{ports[target.app]}{path}"
            command = [
                "wrk",
                "-t1",
                "-c50",
                f"-d{seconds}s",
                "--latency",
                "-H",
                "Accept-Encoding: br, gzip",
                url,
            ]
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
            late = re.search(r"99%\s+([\d.]+\w+)", out)
            print(
                f"{target.name:12}{path:40}{float(rate[1]) if rate else 0:9.0f}/s   p99 {late[1] if late else '?'}"
            )
    for app, server in servers.items():
        root = psutil.Process(server.pid)
        memory = sum(process.memory_full_info().pss for process in (root, *root.children(recursive=True)))
        print(f"{app:28} {memory / 2**20:6.0f} MB (PSS, all processes)")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--load", type=int, default=5, help="seconds of load per address")
    arguments = parser.parse_args()
    ports = {app: free_port() for app in dict.fromkeys(target.app for target in TARGETS)}
    servers = {app: start(app, port, workers=2) for app, port in ports.items()}
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
            report(measure(browser, ports, arguments.runs))
            browser.close()
        load(ports, servers, arguments.load)
    finally:
        for server in servers.values():
            server.terminate()


if __name__ == "__main__":
    main()
