"""The trust survey on a person's own phone: plain pages at ``/t/<code>``, without a script."""
