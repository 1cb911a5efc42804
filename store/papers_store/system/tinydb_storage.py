"""A TinyDB storage that replaces its file atomically."""

from tinydb.storages import Storage

from papers_store.system.tinydb_file import DatabaseFile


class SegmentStorage(DatabaseFile, Storage):
    """A TinyDB storage; `TinyDB(path, storage=SegmentStorage)`."""
