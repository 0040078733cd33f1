"""The command line, a file a group of commands; `main` puts them together.  What is heavy is imported by a command."""
