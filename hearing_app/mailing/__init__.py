"""What is written to people by mail, and how it leaves."""
