"""Storage of organisations: members, invitations, fleet queries, web sign-in."""
