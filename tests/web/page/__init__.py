"""Tests of the portal in Chromium."""
