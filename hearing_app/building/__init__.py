"""The content folder, its repository and the site that is built of it."""
