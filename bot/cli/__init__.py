"""The front door: the command line, and how the desk is put together and run."""
