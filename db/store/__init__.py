"""Settings, the engine and the schema's state."""
