"""Importing: what a row of an operator's file means for the store. One file a kind; nothing here reads a file."""
