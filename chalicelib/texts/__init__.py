"""What people read: one text message, one mail, in Dutch or English, from facts that are already decided."""
