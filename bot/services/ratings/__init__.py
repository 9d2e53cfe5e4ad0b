"""How citizens found the service: one tap, once for each visit or dossier, without a name."""
