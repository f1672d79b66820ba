"""Storage of staff: members, roles, dated rules, announcements, groups, alarms."""
