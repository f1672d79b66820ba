"""The front door: the command line, importing and exporting, running and examining."""
