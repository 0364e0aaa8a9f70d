"""Those who sit at the desk: passwords, second factors, sessions."""
