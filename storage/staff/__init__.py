"""Storage. Staff: members and roles, permissions, audit, dated rules, statistics, alarms."""
