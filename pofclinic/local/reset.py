"""`make reset`: begin anew, without what was stored here."""

import shutil

from pofclinic.local import lock, orphans, places
from pofclinic.local.cluster import Cluster


def run(arguments: list[str]) -> int:
    """Delete the database and the uploads of this folder, when nothing runs on them."""
    folder = places.here()
    folder.make()
    with lock.held(folder.lock, "make reset"):
        orphans.sweep(folder.root)
        cluster = Cluster(folder.root, mark=folder.root)
        cluster.stop_left_behind()
        for path in (cluster.data, cluster.socket_folder, folder.media):
            shutil.rmtree(path, ignore_errors=True)
        folder.prepared.unlink(missing_ok=True)
        # Of what was deleted in a database that is gone; a new one would never be ready.
        folder.tombstones.unlink(missing_ok=True)
    print("The local database and uploads are gone; `make run` makes new ones.")
    return 0
