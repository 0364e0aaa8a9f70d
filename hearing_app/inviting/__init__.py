"""Bodies are written to: their addresses, personal links, reminders and deadlines of their own."""
