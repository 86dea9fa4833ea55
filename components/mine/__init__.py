"""我的页面: tiles of other pages and of 自助分析 that a reader pinned, each with its own conditions."""
