"""The staff's page: all work, cases with their photos, and what the chat's commands of staff show, in a browser."""
