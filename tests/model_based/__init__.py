"""Models: plain ones, kept beside the services by Hypothesis, and both must always agree."""
