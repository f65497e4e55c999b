"""From documents as found to documents as written."""
