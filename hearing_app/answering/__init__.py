"""An answer comes in: its draft, its files, those who write it together, its receipt and what is told of it later."""
