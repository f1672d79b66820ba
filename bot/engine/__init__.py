"""Every event in one transaction: receive, turn, lanes, send, timers."""
