"""Which files the model may read, and as what: by what they are said to be, and by their bytes."""

import pytest

from signoff.core.attachments import (
    EMPTY,
    LARGEST,
    SIGN_IN,
    Attached,
    Form,
    text_of,
    why_not,
    why_not_these,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 20
GIF = b"GIF89a" + b"\x00" * 20
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 "
PDF = b"%PDF-1.7\n" + b"\x00" * 20
ZIP = b"PK\x03\x04\x14\x00\x00\x00"
EXE = b"MZ\x90\x00\x03\x00\x00\x00"
PAGE = b"<!DOCTYPE html><html><title>Sign in</title></html>"


def a_file(mimetype: str, name: str = "a.bin", *, size: int = 0) -> Attached:
    return Attached(id="F1", name=name, mimetype=mimetype, size=size, url="https://x/")


@pytest.mark.parametrize(
    ("mimetype", "name", "form"),
    [
        ("image/png", "a.png", Form.IMAGE),
        ("image/jpg", "a.jpg", Form.IMAGE),
        ("image/webp", "a", Form.IMAGE),
        ("application/pdf", "a.pdf", Form.PDF),
        ("text/plain", "a", Form.TEXT),
        ("text/x-python", "a.py", Form.TEXT),
        ("application/json", "a", Form.TEXT),
        ("application/octet-stream", "notes.md", Form.TEXT),
        ("", "table.CSV", Form.TEXT),
        ("application/octet-stream", "setup.exe", None),
        ("", "", None),
        ("image/svg+xml", "a.svg", None),
        ("image/tiff", "a.tif", None),
        ("video/mp4", "a.mp4", None),
        ("application/zip", "a.txt", None),
        ("application/x-msdownload", "a.txt", None),
    ],
)
def test_a_file_is_read_as_what_it_is_said_to_be(
    mimetype: str, name: str, form: Form | None
) -> None:
    assert a_file(mimetype, name).form is form


def test_what_is_too_large_or_of_no_type_is_not_even_fetched() -> None:
    assert why_not(a_file("image/png", size=LARGEST)) == ""
    assert "20 MB" in why_not(a_file("image/png", size=LARGEST + 1))
    assert "none of these" in why_not(a_file("video/mp4"))


@pytest.mark.parametrize(
    ("mimetype", "content"),
    [
        ("image/png", PNG),
        ("image/jpeg", JPEG),
        ("image/jpg", JPEG),
        ("image/gif", GIF),
        ("image/webp", WEBP),
        ("application/pdf", PDF),
        ("text/plain", b"plain"),
        ("text/csv", "größe;1\r\n".encode()),
        ("text/csv", "größe;1\r\n".encode("cp1252")),
        ("text/plain", "weit".encode("utf-16")),
        ("text/html", PAGE),
    ],
)
def test_bytes_that_are_what_they_are_said_to_be_are_read(mimetype: str, content: bytes) -> None:
    assert why_not_these(a_file(mimetype, size=len(content)), content) == ""


@pytest.mark.parametrize("content", [PNG, JPEG, GIF, WEBP, PDF, ZIP, EXE, b"words"])
@pytest.mark.parametrize(
    ("mimetype", "own"),
    [
        ("image/png", PNG),
        ("image/jpeg", JPEG),
        ("image/gif", GIF),
        ("image/webp", WEBP),
        ("application/pdf", PDF),
        ("text/plain", b"words"),
    ],
)
def test_bytes_of_another_kind_are_not(mimetype: str, own: bytes, content: bytes) -> None:
    why = why_not_these(a_file(mimetype), content)

    assert bool(why) is (content != own)
    assert not why or why.startswith("it is not the ")


@pytest.mark.parametrize("mimetype", ["image/png", "application/pdf", "text/plain", "text/csv"])
def test_a_page_to_sign_in_is_known_as_such(mimetype: str) -> None:
    assert why_not_these(a_file(mimetype), PAGE) == SIGN_IN


def test_a_page_of_another_length_than_slack_says_is_no_page_of_theirs() -> None:
    assert why_not_these(a_file("text/html", size=7), PAGE) == SIGN_IN


def test_nothing_and_too_much_are_not_read() -> None:
    assert why_not_these(a_file("text/plain"), b"") == EMPTY
    assert "20 MB" in why_not_these(a_file("text/plain"), b"x" * (LARGEST + 1))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfwords", "words"),
        ("日本".encode(), "日本"),
        ("naïve".encode("cp1252"), "naïve"),
        ("weit".encode("utf-16-le"), None),
        (b"a\x00b", None),
        (b"\xff\xfea", None),
    ],
)
def test_text_is_read_in_the_encodings_that_people_have(content: bytes, text: str | None) -> None:
    assert text_of(content) == text
