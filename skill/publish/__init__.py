"""What Amazon and readers are handed: models, manifest, packages, generated pages."""
