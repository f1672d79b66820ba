"""The official description of the Bot API: methods, parameters, types and fields, and the reader of JSON values."""
