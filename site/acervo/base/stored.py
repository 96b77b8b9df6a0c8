"""What any storage of files may answer, wherever it keeps them."""


class StorageUnavailable(OSError):
    """The server that holds the files does not answer, or refuses for now. The files are not lost: ask again later."""
