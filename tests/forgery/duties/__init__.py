"""Forged acts on what staff decide, a module for each noun; `registry` finds their `KINDS`."""
