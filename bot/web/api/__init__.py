"""The machine API: other systems write to the register. Described by the document at /api/v1/openapi.json."""
