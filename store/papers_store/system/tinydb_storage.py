"""TinyDB on a file that is always whole."""

from tinydb.storages import Storage

from papers_store.system.tinydb_file import DatabaseFile


class SegmentStorage(DatabaseFile, Storage):
    """A TinyDB storage; `TinyDB(path, storage=SegmentStorage)`."""
