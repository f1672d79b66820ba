"""Rows of one person in every table with personal data, a module for each domain; a feature may have its own."""
