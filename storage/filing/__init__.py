"""Storage of filings (备案非本人机动车): applications, owner approvals, owner blocks, vehicle codes."""
