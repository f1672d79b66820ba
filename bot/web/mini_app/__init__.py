"""The Mini App: its page, its sessions, and the acts that it offers beside the chat."""
