"""``assets/favicon.ico`` from ``assets/favicon.svg``, painted by Chromium at three sizes."""

from __future__ import annotations

import struct
from pathlib import Path

from playwright.sync_api import sync_playwright

ASSETS = Path(__file__).resolve().parent.parent / "assets"
SIZES = (16, 32, 48)
PAGE = "<style>*{{margin:0}}svg{{display:block;width:{n}px;height:{n}px}}</style>{svg}"


def make(chromium: str = "/usr/bin/chromium") -> None:
    """Write the icon; ``chromium`` is the browser to paint with."""
    svg = (ASSETS / "favicon.svg").read_text(encoding="utf-8")
    pictures = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(PAGE.format(n=size, svg=svg))
            pictures.append(page.screenshot(omit_background=True))
        browser.close()
    (ASSETS / "favicon.ico").write_bytes(container(pictures))


def container(pictures: list[bytes]) -> bytes:
    """An ICO file around PNG pictures of ``SIZES``."""
    entries, start = b"", 6 + 16 * len(pictures)
    for size, picture in zip(SIZES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(picture), start)
        start += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


if __name__ == "__main__":
    make()
