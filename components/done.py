"""The former place of ``card_code``, for forms that still take it from here."""

from components.labels import card_code

__all__ = ["card_code"]
