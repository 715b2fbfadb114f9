"""The commands of the command line that look after accounts."""
