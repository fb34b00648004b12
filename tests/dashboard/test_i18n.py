"""Three languages are equals: the same keys, every key used, plurals and numbers by each one's rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.i18n import LANGS, words

ROOT = Path(__file__).parents[2] / "dashboard"
CODE = "\n".join(path.read_text(encoding="utf-8") for path in [*ROOT.rglob("*.py"), *ROOT.rglob("*.html")])
# Every quoted text of the code; f"transfers.title.{measure}" stands for the keys that it can make.
USED = [
    re.compile(r"[\w.-]+".join(map(re.escape, re.split(r"\{[^}]*\}", quoted))))
    for quoted in {
        *re.findall(r'"([a-z][^"\n]*\.[^"\n]*)"', CODE),
        *re.findall(r"'([a-z][^'\n]*\.[^'\n]*)'", CODE),
    }
]


@pytest.mark.parametrize("lang", LANGS)
def test_same_keys_everywhere(lang):
    assert words(lang).keys == words("ru").keys


def test_no_unused_texts():
    used = [key for key in words("ru").keys if any(pattern.fullmatch(key) for pattern in USED)]
    # error pages are named by their status, home and menu texts by a page's key
    assert sorted(words("ru").keys - set(used) - {"yes", "no", "inferred"}) == []


@pytest.mark.parametrize("lang", LANGS)
def test_same_placeholders(lang):
    def texts(lang):
        po = "\n".join(path.read_text("utf-8") for path in (ROOT / "i18n" / lang).glob("*.po"))
        return re.findall(r'msgid "(.+)"\n(?:msgid_plural .*\n)?((?:msgstr.*\n?)+)', po)

    ru = dict(texts("ru"))
    for key, text in texts(lang):
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", ru[key])), key


def test_missing_key_is_an_error():
    with pytest.raises(KeyError):
        words("ru")("no.such.key")


@pytest.mark.parametrize(
    ("n", "text"), [(1, "1 строка"), (3, "3 строки"), (5, "5 строк"), (21, "21 строка"), (112, "112 строк")]
)
def test_russian_plurals(n, text):
    assert words("ru").count("data.rows", n) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    [("ru", "1\u00a0006\u00a0034\u00a0₸"), ("kk", "1\u00a0006\u00a0034\u00a0₸"), ("en", "1,006,034\u00a0₸")],
)
def test_money(lang, text):
    assert words(lang).money(1_006_034) == text


def test_decimals_and_percent():
    assert words("ru").number(940.64, 1) == "940,6"
    assert words("ru").percent(97.1, 1) == "97,1\u00a0%"
    assert words("en").percent(97.1, 1) == "97.1%"
    assert words("kk").number(40.6, 1) == "40,6"
