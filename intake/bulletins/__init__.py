"""Weekly bulletins (科协每周动态) as data: read, reviewed by a person, then published as activities."""

from intake.bulletins.model import Bulletin, BulletinError, Found, Item
from intake.bulletins.reading import read_bulletin

__all__ = ["Bulletin", "BulletinError", "Found", "Item", "read_bulletin"]
