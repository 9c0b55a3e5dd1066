"""The store that the settings name: a folder of this machine, or a bucket."""

from datetime import timedelta
from pathlib import Path

from obstore.store import LocalStore, S3Store

from evenhand.external.storage.object_store import ObjectFiles
from evenhand.kit.buckets import Bucket

# A request waits for somebody's click: what a bucket cannot do in this time is told, and tried again by whoever asked.
CONNECT, REQUEST, ALTOGETHER = timedelta(seconds=3), timedelta(seconds=20), timedelta(seconds=30)
REPEATS = 4


def open_folder(path: Path) -> ObjectFiles:
    """Files in a folder, which is made where it is not there."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return ObjectFiles(LocalStore(str(path), automatic_cleanup=True))


def open_bucket(bucket: Bucket) -> ObjectFiles:
    """Files in a bucket. Nothing is asked of it yet."""
    store = S3Store(
        bucket.bucket,
        region=bucket.region,
        access_key_id=bucket.access_key,
        secret_access_key=bucket.secret_key.get_secret_value(),
        endpoint=bucket.endpoint or f"https://s3.{bucket.region}.amazonaws.com",
        client_options={
            "allow_http": bucket.endpoint.startswith("http://"),
            "connect_timeout": CONNECT,
            "timeout": REQUEST,
        },
        retry_config={
            "max_retries": REPEATS,
            "retry_timeout": ALTOGETHER,
            "backoff": {"init_backoff": timedelta(milliseconds=50), "max_backoff": timedelta(seconds=2), "base": 2},
        },
    )
    return ObjectFiles(store)


def open_files(folder: Path, bucket: Bucket | None) -> ObjectFiles:
    """The bucket where one is configured, else the folder."""
    return open_bucket(bucket) if bucket else open_folder(folder)
