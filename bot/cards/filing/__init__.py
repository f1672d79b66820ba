"""Cards. Filing a vehicle that is not one's own (备案非本人机动车): applications, owner approvals, vehicle codes."""
