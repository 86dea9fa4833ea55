"""我的视图: pages under their filters, kept under a name, shared by link, opened first."""
