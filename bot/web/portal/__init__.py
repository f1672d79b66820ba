"""The organisations' portal: pages for those who act for one, signed in by a one-time code of the chat."""
