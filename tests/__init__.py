"""Tests: stories in the chat, tests of each layer in the folders of the source tree, and conventions of the code."""
