"""What a platform can be asked besides what it tells: one file each, off without a token."""
