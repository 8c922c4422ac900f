"""Sources: files, archives, tables and crawls to a stream of raw articles; bad input is told with its reason."""
