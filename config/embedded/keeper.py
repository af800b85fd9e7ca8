"""The process that stops the embedded servers when their last user is gone."""

import fcntl
import os
import sys

from config.embedded.lease import stop_servers
from config.embedded.place import place_at


def keep(data_dir: str, keeper_lock: int) -> None:
    """Wait in the background until nobody uses the servers, then stop them."""
    place = place_at(data_dir)
    with place.users_lock.open("rb+") as users:
        if os.fork():
            return
        os.chdir("/")
        fcntl.flock(users, fcntl.LOCK_EX)
        stop_servers(place)
        # First the keeper's own lock: whoever gets the users' lock next must see no keeper.
        os.close(keeper_lock)


if __name__ == "__main__":
    keep(sys.argv[1], int(sys.argv[2]))
