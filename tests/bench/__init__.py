"""What the program costs, beside what people would use instead; run by `make bench`."""
