"""幻灯片: a page or a scene of the wall as PPTX, with charts and tables that can be edited."""
