"""Storage of violations: records, penalty decisions, notifications."""
