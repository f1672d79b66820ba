"""Journeys in the browser: the whole desk as `make run` starts it, walked by hand on the page with the phones."""
