"""Everything that must stay true: tables, rules, permissions, figures."""
