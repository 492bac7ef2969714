"""Everything that must stay true: tables, rules, permissions, figures."""

from zoneinfo import reset_tzpath

# The same time zones for every process (``docs/decisions/0111-time-zones-are-the-pinned-ones.md``).
reset_tzpath(())
