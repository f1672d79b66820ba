"""Chat handlers. Camera-recorded violations: records, penalty decisions, what is due."""
