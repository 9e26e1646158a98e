"""`python -m pofclinic.local COMMAND`: what the Makefile calls."""

import os
import sys

from pofclinic.local import management, modes, reset, site, testing
from pofclinic.local.errors import CannotContinue, Interrupted, disk_is_full

COMMANDS = {
    "run": lambda arguments: site.run(modes.DEVELOPMENT),
    "serve": lambda arguments: site.run(modes.PRODUCTION),
    "manage": management.run,
    "reset": reset.run,
    "test": testing.run,
    "with-database": testing.with_database,
}


def main(arguments: list[str]) -> int:
    """Run one command; end with one clear line where that is all there is to say."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"Say which: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Interrupted as interrupted:
        return 128 + interrupted.signum
    except CannotContinue as reason:
        print(reason, file=sys.stderr, flush=True)
    except OSError as error:
        if not disk_is_full(error):
            raise
        print(f"The disk is full ({error.filename or 'writing'}).", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
