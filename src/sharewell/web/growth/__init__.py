"""Growth in school: scores brought in, percentiles from them, and what they mean in plain words."""
