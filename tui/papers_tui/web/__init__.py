"""The app in a browser; needs the extra `web`."""
