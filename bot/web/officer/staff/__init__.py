"""What administrators keep: officers, phones, keys, values, the audit log."""
