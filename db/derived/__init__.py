"""Tables that follow from other tables, kept true by every act."""
