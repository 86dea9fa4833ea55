"""What readers keep (个人设置): saved views, their own page, signals and thresholds, the walls seen."""
