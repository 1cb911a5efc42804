"""What the operating system provides: files, locks, signals and resource limits."""
