"""The organisations' portal: pages for their administrators and users, who sign in by a one-time code of the chat."""
