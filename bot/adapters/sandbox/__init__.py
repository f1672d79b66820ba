"""The sandbox: child processes with limits, in which untrusted pictures are decoded and documents are drawn."""
