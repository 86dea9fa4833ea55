"""The application over the small world, for 自助分析."""

from tests.pages.conftest import own_settings, screen, world_settings

__all__ = ["own_settings", "screen", "world_settings"]
