"""Telling which columns say who a respondent is. They are never stored and never shown, whatever they are called."""

from __future__ import annotations

import re
from ipaddress import ip_address

from etl.ingest.export import Column
from etl.ingest.text import plain

# The first that fits names the column: «адрес электронной почты» is an e-mail, no address. Headings are plain (text.py).
_HEADINGS = {
    "e-mail": r"e-?mail|почт|пошта",
    "IIN": r"\b(иин|жсн|iin)\b|паспорт|passport|удостоверени|жеке куәлік",
    "phone": r"телефон|phone|мобильн|\bmobile\b|whatsapp|контакт|contact|байланыс нөмір|нөміріңіз",
    "IP address": r"\bip\b",
    "place": r"\bgeo|geolocation|latitude|longitude|\bgps\b|широта|долгота|координат|местоположени|location|орналас",
    "account": r"user ?name|\buser\b|пользовател|логин|\blogin\b|telegram|телеграм|instagram|инстаграм|аккаунт|submitted by",
    "device": r"device|устройств|құрылғы|browser|браузер|user agent|cookie|session",
    "name": r"\bфио\b|\bф\.? ?и\.? ?о\b|\bимя\b|фамили|отчеств|аты-жөн|\bаты\b|\bтегі|есім|\bname\b|surname|\bкто вы\b",
    "address": r"адрес|address|мекенжай|улиц|\bкөше|\bдом\b",
    "number of the answer": r"^(_?id|№|no|#|номер|_?uuid|_index)$|\bid\b|respondent|респондент|collector|номер ответа",
    "time": r"time|врем|уақыт|\bdate\b|\bдата\b|\bкүні\b|^(start|end|today)$|duration|длительност",
}
# By these two people can be told apart who answered alike: a form sent twice has the same in both rows.
WHO = frozenset({"e-mail", "IIN", "phone", "IP address", "account", "name", "device"})

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w")
_IIN = re.compile(r"(?<!\d)\d{12}(?!\d)")
_PHONE = re.compile(r"[+(]?\d[\d\s().-]{8,17}\d")
_ADDRESS = re.compile(r"[0-9a-f.:]{7,45}", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{10,15}")


def by_heading(header: str) -> str:
    """What a column with this heading holds; empty if nothing personal."""
    heading = plain(header).replace("_", " ").strip() or header
    return next((kind for kind, pattern in _HEADINGS.items() if re.search(pattern, heading)), "")


def by_content(text: str) -> str:
    """What a cell gives away, whatever its heading says; empty if nothing that can be recognised."""
    if "@" in text and _EMAIL.search(text):
        return "e-mail"
    if len(text) < 7 or not any(letter.isdigit() for letter in text):
        return ""
    if _IIN.search(text):
        return "IIN"
    if _PHONE.fullmatch(text.strip()) and _NUMBERS.fullmatch(re.sub(r"\D", "", text)):
        return "phone"
    return "IP address" if _ADDRESS.fullmatch(text.strip()) and _is_ip(text.strip()) else ""


def kind_of(column: Column) -> str:
    """What makes the column personal: its heading, or the first cell that gives someone away; empty if nothing does."""
    return by_heading(column.header) or next(filter(None, map(by_content, column.texts)), "")


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
