"""Storage of manual review (人工审核): face checks, photos, reviews, the blacklist, identity cases."""
