"""What screens read; the only importer of ``db.queries`` and ``db.measures``."""
