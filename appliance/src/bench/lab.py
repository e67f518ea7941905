"""What the benchmarks share: running commands, telling how far it is, network namespaces."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time


class Failure(Exception):
    """The measurement cannot be made; the text says why."""


def run(command, **kwargs):
    command = [str(word) for word in command]
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **kwargs)
    if done.returncode != 0:
        raise Failure(f"{' '.join(command)}: status {done.returncode}\n{done.stderr.strip()}")
    return done.stdout


class Progress:
    """One line that is rewritten on a terminal; plain lines, fewer of them, elsewhere."""

    def __init__(self):
        self.terminal = sys.stderr.isatty()
        self.started = time.monotonic()

    def say(self, text):
        self.clear()
        print(text, file=sys.stderr, flush=True)

    def bar(self, done, total, text):
        if self.terminal:
            filled = 30 * done // total
            spent = int(time.monotonic() - self.started)
            print(f"\r\033[K[{'#' * filled}{'.' * (30 - filled)}] {done}/{total} {spent} s  {text}", end="",
                  file=sys.stderr, flush=True)
        elif done == total or done % max(1, total // 10) == 0:
            print(f"{done}/{total} {text}", file=sys.stderr, flush=True)

    def clear(self):
        if self.terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


class Namespace:
    """A network namespace with a loopback interface; takes its processes along when it goes."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        run(["ip", "netns", "add", self.name])
        run(["ip", "-n", self.name, "link", "set", "lo", "up"])
        return self

    def add_interface(self, name, address):
        """Something to put the address on: what is sent to it from here goes over loopback all the same."""
        run(["ip", "-n", self.name, "link", "add", name, "type", "veth", "peer", "name", f"{name}-peer"])
        run(["ip", "-n", self.name, "link", "set", f"{name}-peer", "up"])
        run(["ip", "-n", self.name, "address", "add", f"{address}/24", "dev", name])
        run(["ip", "-n", self.name, "link", "set", name, "up"])

    def __exit__(self, *_):
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.pids():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, sign)
            deadline = time.monotonic() + 5
            while self.pids() and time.monotonic() < deadline:
                time.sleep(0.05)
        run(["ip", "netns", "delete", self.name])

    def pids(self):
        return [int(pid) for pid in run(["ip", "netns", "pids", self.name]).split()]

    def command(self, *command):
        return ["ip", "netns", "exec", self.name, *map(str, command)]

    def output(self, *command):
        return run(self.command(*command))

    def cable_to(self, other, name, other_name):
        """One end of a cable here, the other end there; both up."""
        run(["ip", "-n", self.name, "link", "add", name, "type", "veth", "peer", "name", other_name, "netns", other.name])
        run(["ip", "-n", self.name, "link", "set", name, "up"])
        run(["ip", "-n", other.name, "link", "set", other_name, "up"])

    def listener(self, port):
        """(address, process id) of who listens on a TCP port here, or None."""
        match = re.search(r"(\S+):\d+\s.*pid=(\d+)", run(self.command("ss", "-Hltnp", f"sport = :{port}")))
        if match is None:
            return None
        address = match.group(1).strip("[]").removeprefix("::ffff:")
        return ("127.0.0.1" if address in ("*", "::", "0.0.0.0") else address), int(match.group(2))


def bench_main(name, arguments, bench):
    """Runs bench(arguments, progress, stack) as root; what the stack holds is undone whatever happens. The exit status."""
    a = arguments()
    if os.geteuid() != 0:
        print(f"comosix bench {name}: network namespaces need root; run it with sudo", file=sys.stderr)
        return 2
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda number, _: sys.exit(128 + number))
    progress = Progress()
    with contextlib.ExitStack() as stack:
        try:
            return bench(a, progress, stack)
        except Failure as failure:
            progress.say(f"comosix bench {name}: {failure}")
            return 2
        except KeyboardInterrupt:
            progress.say("stopped")
            return 130


def started(namespace, script, log):
    """A shell script in the namespace, its output in a file."""
    with open(log, "ab") as out:
        return subprocess.Popen(namespace.command("sh", "-c", script), stdin=subprocess.DEVNULL, stdout=out, stderr=out)
