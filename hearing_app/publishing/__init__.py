"""What is released reaches its readers, and can be verified afterwards."""
