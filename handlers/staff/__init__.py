"""Chat handlers. Staff: members and roles, permissions, audit, dated rules, statistics, alarms."""
