"""信号: the inbox of what crossed its threshold, and the thresholds themselves."""
