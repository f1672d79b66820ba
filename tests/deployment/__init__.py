"""Tests of deployments: several processes, another Bot API server, moving the database, deployment files."""
