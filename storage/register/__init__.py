"""The official register: people and vehicles."""
