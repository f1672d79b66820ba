"""Chat handlers for filing a vehicle that is not one's own (备案非本人机动车)."""
