"""Services. Organisations: members, fleet, web sign-in."""
