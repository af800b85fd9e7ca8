"""Whether people work within the rules: readings, forecasts, cases, confirmed hours, the pack for a visit."""
