"""Opens a document in any of the forms that decisions come in. What it is, its content says, not its name."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from etl.decisions import plain
from etl.decisions.document import BIGGEST, MOST_BLOCKS, Document, Unreadable

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER = (
    (b"%PDF", "a PDF"),
    (_OLE, "the old format .doc or .xls, or a locked document"),
    (b"{\\rtf", "an RTF"),
)
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|div|p|table|h1|span|article|meta)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_MOST_DAMAGED = 5  # characters, in a text that is otherwise UTF-8


def open_document(content: bytes, name: str) -> Document:
    """The paragraphs and tables of a document. Raises Unreadable for whatever is none."""
    if not content.strip():
        raise Unreadable(name, "an empty file")
    if len(content) > BIGGEST:
        raise Unreadable(name, f"{len(content)} bytes; at most {BIGGEST} are read")
    for start, what in _OTHER:
        if content.startswith(start):
            raise Unreadable(name, what)
    if content.startswith(b"PK"):
        from etl.decisions import office

        document = office.read(content, name)
    else:
        text = decode(content, name)
        if _MARKUP.search(text[:100_000]):
            from etl.decisions import web_pages

            document = web_pages.read(text, name)
        else:
            document = plain.read(text)
    if len(document.blocks) > MOST_BLOCKS:
        raise Unreadable(name, f"more than {MOST_BLOCKS} paragraphs")
    if not document.blocks:
        raise Unreadable(name, "no text")
    return document


def decode(content: bytes, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows-1251 (with the Kazakh letters of KZ-1048).

    UTF-8 is tried first whatever a page says of itself: other encodings never pass for it. A last letter that is cut in
    two is left out.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return _text(content.decode(encoding), name)
            except UnicodeDecodeError:
                raise Unreadable(name, f"damaged {encoding.upper()}") from None
    try:
        return _text(getincrementaldecoder("utf-8")().decode(content), name)
    except UnicodeDecodeError:
        pass
    if content.count(0) > len(content) // 10:
        raise Unreadable(name, "binary data")
    damaged = content.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= _MOST_DAMAGED and len(_CYRILLIC.findall(damaged)) > 100:
        return damaged
    text = content.decode("kz1048", "replace")
    letters, cyrillic = len(_LETTER.findall(text)), len(_CYRILLIC.findall(text))
    markup = sum(len(tag) for tag in re.findall(r"<[^>]{0,500}>", text))
    if letters < 20 or cyrillic < max(20, (letters - markup) // 2):
        raise Unreadable(name, "binary data, or text in an encoding that is not known")
    return _text(text, name)


def _text(text: str, name: str) -> str:
    if len(_CONTROL.findall(text)) > max(3, len(text) // 200):
        raise Unreadable(name, "binary data")
    return text
