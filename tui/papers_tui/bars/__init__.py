"""The rows above and below the panes."""
