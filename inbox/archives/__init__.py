"""What others kept: a folder for each format of archives and address books, read as a stream and never believed."""
