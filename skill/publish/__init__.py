"""What Amazon and readers receive: interaction models, the manifest, packages and generated pages."""
