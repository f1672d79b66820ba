"""Personal data of one person, domain by domain: export and deletion."""
