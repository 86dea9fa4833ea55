"""自助分析: an indicator, how it is cut, and the chart that shows it, chosen by the reader."""
