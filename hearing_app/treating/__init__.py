"""What came in is treated: found, split, joined, assessed, reviewed, and followed into the new draft."""
