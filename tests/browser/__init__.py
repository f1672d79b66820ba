"""End-to-end tests in the browser: the whole desk as `make run` starts it, used on the page with the phones."""
