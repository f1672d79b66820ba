"""The desk as an operator runs it: several processes, another Bot API server, the files of a deployment."""
