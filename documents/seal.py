"""The verification code of a paper that the archive keeps, and its QR."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import segno

from data.settings import Settings


@dataclass(frozen=True)
class Seal:
    """A verification code and the address that opens what it stands for."""

    code: str
    address: str

    @property
    def words(self) -> str:
        """What stands beside the QR."""
        return f"验证码 {self.code}　{self.address}"

    @property
    def picture(self) -> bytes:
        """The QR as PNG."""
        out = BytesIO()
        segno.make(self.address, error="m").save(out, kind="png", scale=8, border=2)
        return out.getvalue()

    @property
    def data_uri(self) -> str:
        """The QR as an address that holds the picture itself, in lines."""
        found: str = segno.make(self.address, error="m").svg_data_uri(border=0, scale=1)
        return found

    @property
    def svg(self) -> str:
        """The QR as SVG to stand in a page."""
        found: str = segno.make(self.address, error="m").svg_inline(scale=3, border=2)
        return found


def seal_of(code: str) -> Seal:
    """The seal of a code; its address is where whoever holds the paper finds out what it is."""
    return Seal(code, f"{base()}/verify/{code}")


def base() -> str:
    """The address that papers lead to; while there is no sign-in it is this machine's own."""
    settings = Settings.from_env()
    return settings.public_url or f"http://{settings.host}:{settings.port}"
