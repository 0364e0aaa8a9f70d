"""What keeps the app running: servers, the worker, backup, what is deleted, and the log."""
