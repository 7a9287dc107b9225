"""What people attach to a message: which of it the model may read, and as what."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from signoff.core.sizes import in_words

LARGEST: Final = 20_000_000
"""The most bytes of a file that is read."""

MOST_FILES: Final = 10
"""So many files of one message are read."""

MOST_AT_ONCE: Final = LARGEST
"""So many bytes of files one request to the model carries; of more, those attached last."""

NOT_A_TYPE: Final = "I read images (PNG, JPEG, GIF, WebP), PDFs and text, and it is none of these"
TOO_MANY: Final = f"I read up to {MOST_FILES} files of a message"
SIGN_IN: Final = (
    "Slack gave its sign-in page in place of the file; the app may lack the permission `files:read`"
)
EMPTY: Final = "it is empty"


class Form(StrEnum):
    """As what the model reads a file."""

    IMAGE = "image"
    PDF = "pdf"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that somebody attached to a message.

    Attributes:
        id: Slack's id of it.
        name: Its name, as whoever attached it calls it.
        mimetype: What it is said to be.
        size: How many bytes it is said to have; 0: not said.
        url: Where its bytes are; empty: Slack has to be asked.
        kept: Where they are kept since it was heard; empty: they are not.
        skipped: Why it is not read; empty: it is, or nobody has looked yet.
    """

    id: str
    name: str
    mimetype: str
    size: int = 0
    url: str = ""
    kept: str = ""
    skipped: str = ""

    @property
    def form(self) -> Form | None:
        """As what the model reads it; None: not at all."""
        kind = _ALIASES.get(self.mimetype, self.mimetype)
        if kind in _IMAGES:
            return Form.IMAGE
        if kind == _PDF:
            return Form.PDF
        is_text = kind.startswith("text/") or kind in _TEXTS
        is_unnamed = kind in _UNNAMED and self.name.rpartition(".")[2].lower() in _ENDINGS
        return Form.TEXT if is_text or is_unnamed else None


_ALIASES = {"image/jpg": "image/jpeg", "application/x-pdf": "application/pdf"}
_PDF = "application/pdf"
_IMAGES = {
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/webp": (b"RIFF",),
}
_UNNAMED = {"", "application/octet-stream", "binary/octet-stream"}
_TEXTS = frozenset(
    f"application/{name}"
    for name in (
        "csv", "graphql", "javascript", "json", "json5", "jsonl", "ld+json", "sql", "toml",
        "typescript", "x-httpd-php", "x-javascript", "x-json", "x-ndjson", "x-sh", "x-sql",
        "x-yaml", "xhtml+xml", "xml", "yaml",
    )
)  # fmt: skip
_ENDINGS = frozenset(
    """
    bat c cfg conf cpp cs css csv diff env go h hpp htm html ini java js json jsonl kt log lua md
    markdown patch php pl properties ps1 py r rb rs rst scala sh sql srt swift tex tf toml ts tsv
    tsx txt vue xml yaml yml
    """.split()  # noqa: SIM905 - words, to be read as such
)
_MARKUP = ("text/html", "application/xhtml+xml", "text/xml", "application/xml")
_PAGES = (b"<!doctype html", b"<html")
_WEBP_AT = slice(8, 12)
_PDF_WITHIN = 1_024
_CONTROLS = bytes(each for each in range(32) if each not in b"\t\n\r\f\x1b")


def mimetype_of(file: Attached) -> str:
    """Give the one name of what a file is."""
    return _ALIASES.get(file.mimetype, file.mimetype)


def why_not(file: Attached) -> str:
    """Say why a file is not read, so far as can be told without its bytes; empty: it is."""
    if file.skipped:
        return file.skipped
    if file.form is None:
        return NOT_A_TYPE
    return too_large(file.size) if file.size > LARGEST else ""


def too_large(size: int) -> str:
    """Say that a file has too many bytes."""
    return f"it has {in_words(size)}, and I read up to {in_words(LARGEST)}"


def why_not_these(file: Attached, content: bytes) -> str:
    """Say why these bytes are not read as the file they are said to be; empty: they are."""
    if not content:
        return EMPTY
    if len(content) > LARGEST:
        return too_large(len(content))
    is_page = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES)
    is_other = bool(file.size) and len(content) != file.size
    if is_page and (file.mimetype not in _MARKUP or is_other):
        return SIGN_IN
    return "" if _is_as_said(file, content) else f"it is not the {_called(file)} it says it is"


def _is_as_said(file: Attached, content: bytes) -> bool:
    kind = mimetype_of(file)
    match file.form:
        case Form.IMAGE:
            is_webp = kind != "image/webp" or content[_WEBP_AT] == b"WEBP"
            return content.startswith(_IMAGES[kind]) and is_webp
        case Form.PDF:
            return b"%PDF-" in content[:_PDF_WITHIN]
        case Form.TEXT:
            return text_of(content) is not None
        case None:
            return False


def _called(file: Attached) -> str:
    match file.form:
        case Form.IMAGE:
            return f"{mimetype_of(file).partition('/')[2].upper()} image"
        case Form.PDF:
            return "PDF"
        case _:
            return "text"


def text_of(content: bytes) -> str | None:
    """Read bytes as the text that they are; None: they are none."""
    if content.startswith(b"%PDF-"):
        return None
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _decoded(content, "utf-16")
    if any(each in content for each in _CONTROLS):
        return None
    # What is no UTF-8 and has no control characters was written on an older system.
    return _decoded(content, "utf-8-sig") or content.decode("cp1252", "replace")


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
