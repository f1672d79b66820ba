"""Model-based tests: Hypothesis runs simple models and the services in parallel and compares their states."""
