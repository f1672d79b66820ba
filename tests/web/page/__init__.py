"""The portal in Chromium."""
