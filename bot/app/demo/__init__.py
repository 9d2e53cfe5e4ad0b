"""What `--demo` shows: a commune, its officers, dossiers, letters and a day in the hall."""
