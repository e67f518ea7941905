"""Measures our NFS server beside nfs-ganesha: same tree, same client, same machine, same run.

Each server gets a network namespace of its own that nothing leads out of, so nothing outside is touched and both may
hold port 111. What is started here is stopped here, and the work directory is removed, whatever happens.

  sudo ./comosix bench nfs                 5 repetitions of every test, three to five minutes with the image's build
  sudo ./comosix bench nfs --quick         2 repetitions
  sudo ./comosix bench nfs --image X.tar   this tree instead of one that is built
  sudo ./comosix bench nfs --ours 'some-server --root {tree}'   any other server

Exit status: 0 all targets met, 1 a target missed, 2 the measurement could not be made.
"""

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lab import Failure, Namespace, bench_main, run, started

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]

# What a test must reach: our rate over ganesha's, medians of the same run.
TARGETS = {
    "seq64K-c1": 1.5,
    "seq64K-c4": 1.5,
    "seq1M-c1": 1.5,
    "seq1M-c4": 1.5,
    "rand4K-c8": 4.0,
    "small-c8": 4.0,
    "walk-c8": 5.0,
    "readdir-c1": 4.0,
}
# Shown for orientation; one pipelined connection is ganesha's weak side, one call at a time measures wake-ups.
ALSO = ["walk-c1", "null-c1", "getattr-c1", "getattr-c1-o1"]

BIG_SIZE = 1 << 30
XATTRS = ["--xattrs", "--xattrs-include=*"]
READY_SECONDS = 60
BUSY_SHARE = 0.08  # a repetition in which other processes took more of the machine is left out ...
LEAST_KEPT = 3  # ... where at least so many others remain

GANESHA_PORT, GANESHA_MOUNT_PORT, GANESHA_PATH = 12049, 12050, "/rootfs"
GANESHA_CONFIG = """
NFS_CORE_PARAM {{ NFS_Port = {port}; MNT_Port = {mount_port}; Rquota_Port = 12051; NLM_Port = 12052;
    Enable_NLM = false; Enable_RQUOTA = false; MaxRPCSendBufferSize = 9437184; MaxRPCRecvBufferSize = 9437184;
    Protocols = 3, 4; mount_path_pseudo = true; }}
NFSv4 {{ Graceless = true; Minor_Versions = 0, 1, 2; Allow_Numeric_Owners = true; Only_Numeric_Owners = true;
    RecoveryBackend = fs; }}
NFS_KRB5 {{ Active_krb5 = false; }}
LOG {{ Default_Log_Level = EVENT; }}
EXPORT {{ Export_Id = 1; Path = {tree}; Pseudo = {path}; Access_Type = RO; Squash = No_Root_Squash;
    SecType = sys, none; Protocols = 3, 4; Transports = TCP, UDP; PrivilegedPort = false;
    MaxRead = 1048576; PrefRead = 1048576; FSAL {{ Name = VFS; }} }}
"""
# The port mapper and ganesha keep sockets, locks and state in /run and /var/lib/nfs: theirs are private and in RAM.
GANESHA_SCRIPT = """
mount -t tmpfs tmpfs /run && mkdir -p /run/ganesha /var/lib/nfs && mount -t tmpfs tmpfs /var/lib/nfs || exit 1
rpcbind -f &
for i in $(seq 50); do rpcinfo -p 127.0.0.1 >/dev/null 2>&1 && break; sleep 0.1; done
exec ganesha.nfsd -F -L {log} -f {config} -p /run/ganesha.pid
"""

# ---- our server's command line: only this part knows it --------------------------------------------------------------

COMOSIX = REPOSITORY / "comosix"
OUR_INTERFACE, OUR_ADDRESS, OUR_PORT = "bench0", "10.98.0.1", 2049
APPLIANCE_CONFIG = f"""
[server]
interfaces = ["{OUR_INTERFACE}"]
state = "{{state}}"

[[dhcp.subnet]]
subnet = "10.98.0.0/24"
pool = "10.98.0.50-10.98.0.150"

[boot]
image = "bench"
"""


def appliance_command(work, tar):
    """Publishes the tree as an image of a throw-away state directory; returns the command that serves it."""
    config = work / "appliance.toml"
    config.write_text(APPLIANCE_CONFIG.format(state=work / "state"))
    for step in (["import", "bench", tar], ["publish", "bench"]):
        run([COMOSIX, "image", *step, "--config", config])
    return f"exec '{COMOSIX}' serve --config '{config}'"


# ----------------------------------------------------------------------------------------------------------------------


class Server:
    """A running server and the way to reach it."""

    def __init__(self, name, namespace, process, log, port, mount_port, path):
        self.name, self.namespace, self.process, self.log, self.port = name, namespace, process, log, port
        self.options = ["--nfs-port", port, "--mount-port", mount_port, *(["--path", path] if path else [])]
        self.pid = None

    def load(self, nfsload, *arguments):
        return run(self.namespace.command(nfsload, *self.options, *arguments))

    def wait(self, nfsload):
        refusal = f"nothing listens on port {self.port}"
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            found = self.namespace.listener(self.port)
            if found:
                address, self.pid = found
                try:
                    self.load(nfsload, "--host", address, "--max-items", 1, "null")
                    self.options += ["--host", address]
                    return self
                except Failure as failure:
                    refusal = str(failure)
            time.sleep(0.1)
        last = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
        raise Failure(f"{self.name} did not become ready ({refusal}); its log ends:\n{last}")


def start_ganesha(namespace, work, tree, nfsload):
    config, log = work / "ganesha.conf", work / "ganesha.log"
    config.write_text(GANESHA_CONFIG.format(port=GANESHA_PORT, mount_port=GANESHA_MOUNT_PORT, tree=tree,
                                            path=GANESHA_PATH))
    process = started(namespace, GANESHA_SCRIPT.format(log=log, config=config), log)
    return Server("ganesha", namespace, process, log, GANESHA_PORT, GANESHA_MOUNT_PORT, GANESHA_PATH).wait(nfsload)


def start_ours(a, namespace, work, tree, nfsload, progress):
    log, tar = work / "ours.log", work / "tree.tar"
    namespace.add_interface(OUR_INTERFACE, OUR_ADDRESS)
    if a.ours is None or "{tar}" in a.ours:
        run(["tar", "-C", tree, "--format=pax", "--numeric-owner", *XATTRS, "-cf", tar, "."])
    if a.ours is None:
        progress.say("importing and publishing it with the appliance")
        script = appliance_command(work, tar)
    else:
        script = a.ours.replace("{tree}", str(tree)).replace("{tar}", str(tar)).replace("{work}", str(work))
    process = started(namespace, script, log)
    return Server("ours", namespace, process, log, a.ours_port, a.ours_mount_port or a.ours_port,
                  a.ours_path).wait(nfsload)


# ---- preparation ----


def build_root(tar, progress):
    """rootfs/build tells how far it is in lines "progress PERCENT WHAT"."""
    command = [str(REPOSITORY / "rootfs" / "build"), "--output", str(tar), "--progress"]
    with subprocess.Popen(command, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            if match := re.match(r"progress (\d+) (.*)", line):
                progress.bar(min(100, int(match[1])), 100, match[2])
    progress.clear()
    if process.returncode != 0:
        raise Failure("rootfs/build failed")


def make_image(work, bootable, progress):
    """The appliance publishes only what boots, so it gets a node's root file system; others a minimal Debian."""
    tar = work / "image.tar"
    if bootable:
        progress.say("making the test tree with rootfs/build, a node's root file system")
        build_root(tar, progress)
    else:
        progress.say("making the test tree with mmdebstrap, a minimal Debian 12")
        run(["mmdebstrap", "--quiet", "--variant=minbase", "bookworm", tar])
    return tar


def make_tree(work, image):
    """The exported directory: an unpacked image, and a large file whose bytes are random but always the same."""
    tree = work / "tree"
    tree.mkdir()
    run(["tar", "-C", tree, "--numeric-owner", *XATTRS, "-xf", image])
    big = tree / "big.bin"
    chance = random.Random(1)
    with open(big, "wb") as file:
        for _ in range(BIG_SIZE >> 20):
            file.write(chance.randbytes(1 << 20))
    big.chmod(0o644)
    for path in (big, tree):  # whole seconds, like all else that comes out of a tar
        os.utime(path, (0, 0))
    return tree


def warm_page_cache(tree):
    """This is a measurement of servers, not of disks."""
    for directory, _, names in os.walk(tree):
        for name in names:
            path = Path(directory, name)
            if path.is_file() and not path.is_symlink():
                with open(path, "rb") as file:
                    while file.read(1 << 20):
                        pass


# ---- measurement ----


def measure(servers, tests, repetitions, seconds, nfsload, progress):
    """Every repetition runs each test on each server; order of tests and of servers is random, pairs stay together."""
    results = {(test, server.name): [] for test in tests for server in servers}
    total, done = len(results) * (repetitions + 1), 0
    for repetition in range(repetitions + 1):
        for test in random.sample(tests, len(tests)):
            for server in random.sample(servers, len(servers)):
                progress.bar(done, total, f"{test} {server.name}" if repetition else f"warm-up {test} {server.name}")
                line = server.load(nfsload, "--server-pid", server.pid, "--seconds", seconds, "--seed", repetition + 1,
                                   test)
                if repetition > 0:
                    results[test, server.name].append(json.loads(line))
                done += 1
    progress.bar(total, total, "done")
    progress.clear()
    return results


def kept(repetitions):
    """Without those that other processes disturbed, where enough remain."""
    quiet = [r for r in repetitions if r["other_cpu_share"] <= BUSY_SHARE]
    return quiet if len(quiet) >= LEAST_KEPT else repetitions


def summary(repetitions):
    good = kept(repetitions)
    rates = [r["rate"] for r in good]
    cpu_key = next(key for key in good[0] if key.startswith("cpu_s_per_"))
    return {
        "unit": good[0]["unit"],
        "rate": statistics.median(rates),
        "rate_min": min(rates),
        "rate_max": max(rates),
        "cpu_unit": cpu_key.replace("cpu_s_per_", "s/"),
        "cpu": statistics.median(r[cpu_key] for r in good),
        "kept": len(good),
        "left_out": len(repetitions) - len(good),
        "disturbed": sum(r["other_cpu_share"] > BUSY_SHARE for r in good),
    }


def report_of(results, tests, servers):
    report = []
    for test in tests:
        row = {"test": test, **{server.name: summary(results[test, server.name]) for server in servers}}
        if "ours" in row:
            row["ratio"] = row["ours"]["rate"] / row["ganesha"]["rate"]
            row["cpu_ratio"] = row["ours"]["cpu"] / row["ganesha"]["cpu"] if row["ganesha"]["cpu"] > 0 else None
            row["target"] = TARGETS.get(test)
            row["met"] = row["target"] is None or row["ratio"] >= row["target"]
        report.append(row)
    return report


def rate_text(s):
    return f"{s['rate']:,.0f} ({s['rate_min']:,.0f}-{s['rate_max']:,.0f})"


def print_table(report, servers):
    names = [s.name for s in servers]
    head = ["test", "unit", *names, "ratio", "target", "", "CPU", *names, "ratio"]
    rows = [head]
    for row in report:
        first = row[servers[0].name]
        compared = "ratio" in row
        target = row.get("target")
        rows.append([
            row["test"], first["unit"], *(rate_text(row[s.name]) for s in servers),
            f"{row['ratio']:.2f}" if compared else "",
            f"{target:.1f}" if target else "", ("ok" if row["met"] else "MISSED") if target else "",
            first["cpu_unit"], *(f"{row[s.name]['cpu']:.3f}" for s in servers),
            f"{row['cpu_ratio']:.2f}" if compared and row["cpu_ratio"] is not None else "",
        ])
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print("Rates: median (smallest-largest). CPU: the server's own CPU seconds for a GiB, or for 100,000 items.")
    left = sum(row[s.name]["left_out"] for row in report for s in servers)
    disturbed = sum(row[s.name]["disturbed"] for row in report for s in servers)
    if left:
        print(f"{left} repetitions were left out: other processes took over {BUSY_SHARE:.0%} of the machine.")
    if disturbed:
        print(f"{disturbed} disturbed repetitions had to be kept: measure again when the machine is quiet.")


# ---- the command ----


def arguments():
    parser = argparse.ArgumentParser(prog="comosix bench nfs", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--image", type=Path, metavar="FILE.tar", help="tree to serve (default: one is built)")
    parser.add_argument("--ours", metavar="CMD", help="command that serves {tree} or {tar} on the port below, in the "
                        "foreground (default: the appliance's jar)")
    parser.add_argument("--ours-port", type=int, default=OUR_PORT, metavar="N", help=f"its NFS port ({OUR_PORT})")
    parser.add_argument("--ours-mount-port", type=int, metavar="N", help="its MOUNT port (the NFS port)")
    parser.add_argument("--ours-path", metavar="PATH", help="what to mount there (default: its first export)")
    parser.add_argument("--ganesha-only", action="store_true", help="measure ganesha alone; no targets")
    parser.add_argument("--quick", action="store_true", help="2 repetitions instead of 5")
    parser.add_argument("--repetitions", type=int, metavar="N", help="more, for steadier medians")
    parser.add_argument("--seconds", type=float, default=0.7, metavar="S", help="length of a repetition (0.7)")
    parser.add_argument("--test", action="append", metavar="TEST", help="only this test (repeatable)")
    parser.add_argument("--no-verify", action="store_true", help="do not compare what ours serves with the tree first")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where the work directory is made (/var/tmp)")
    return parser.parse_args()


def bench(a, progress, stack):
    work = Path(tempfile.mkdtemp(prefix="comosix-bench-", dir=a.work or "/var/tmp"))
    stack.callback(shutil.rmtree, work, ignore_errors=True)
    nfsload = work / "nfsload"
    run([HERE / "nfsload" / "build", nfsload])
    image = a.image or make_image(work, a.ours is None and not a.ganesha_only, progress)
    progress.say("unpacking it, and adding a file of 1 GiB")
    tree = make_tree(work, image)
    warm_page_cache(tree)
    progress.say("starting the servers")
    spaces = [stack.enter_context(Namespace(f"cxbench-{name}-{os.getpid()}")) for name in ("peer", "ours")]
    servers = [start_ganesha(spaces[0], work, tree, nfsload)]
    if not a.ganesha_only:
        servers.append(start_ours(a, spaces[1], work, tree, nfsload, progress))
        if not a.no_verify:
            progress.say("comparing what ours serves with the tree")
            servers[1].load(nfsload, "--verify", tree)
    tests = a.test or [*TARGETS, *ALSO]
    repetitions = a.repetitions or (2 if a.quick else 5)
    results = measure(servers, tests, repetitions, a.seconds, nfsload, progress)
    report = report_of(results, tests, servers)
    if a.json:
        print(json.dumps({"seconds": a.seconds, "repetitions": repetitions, "cpus": os.cpu_count(), "tests": report,
                          "raw": {f"{test} {name}": r for (test, name), r in results.items()}}))
    else:
        print(f"{os.cpu_count()} CPUs, Linux {os.uname().release}, loopback, warm cache; {repetitions} repetitions of "
              f"{a.seconds} s, interleaved in random order")
        print_table(report, servers)
    return 0 if all(row.get("met", True) for row in report) else 1


if __name__ == "__main__":
    sys.exit(bench_main("nfs", arguments, bench))
