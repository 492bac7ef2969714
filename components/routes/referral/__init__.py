"""The answer of the place that a person was sent to: plain pages at ``/r/<code>``."""
