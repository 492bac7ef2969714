"""Starting the server and the command line."""
