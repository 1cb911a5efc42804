"""The four panes: each is given values and answers with messages."""
