"""What people do: every act checks the right, and keeps what is derived true with it."""

from db.derived import tallies as tallies
