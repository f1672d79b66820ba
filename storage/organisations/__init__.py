"""Storage. Organisations: members, fleet, web sign-in."""
