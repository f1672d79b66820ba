"""Storage of the official register: people and vehicles."""
