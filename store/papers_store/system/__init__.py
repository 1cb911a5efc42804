"""Files, locks, signals and limits: what the operating system gives."""
