"""Pages for whoever has a code and no account: plain HTML, without a script."""
