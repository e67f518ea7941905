"""Measures our DNS server beside BIND, Knot and NSD: same names, same client, same machine, same run.

Servers and client are in two network namespaces with a cable between them that nothing leads out of. The client is
dnsperf, one thread of it; the names are those of ten thousand machines. What is started here is stopped here, and the
work directory is removed, whatever happens.

  sudo ./comosix bench dns               5 repetitions beside all three, some 6 minutes
  sudo ./comosix bench dns --quick       2 repetitions beside BIND
  sudo ./comosix bench dns --peers knot,nsd

Exit status: 0 all goals met, 1 a goal missed, 2 the measurement could not be made.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from dns_servers import ADDRESS, CLIENT_ADDRESS, INTERFACE, NAMES, PEERS, PREFIX, ZONE, Ours, machine, queries
from lab import Failure, Namespace, bench_main, run

SECONDS, WARM_UP_SECONDS = 5, 10
OUTSTANDING = 200
# Our rate over the peer's.
GOALS = {"bind": 1.0, "nsd": 0.9}


class Client:
    """The client's end of the cable."""

    def __init__(self, namespace, work):
        self.namespace, self.file = namespace, work / "queries"
        self.file.write_text(queries())

    def answers(self):
        name, _, address, _ = machine(NAMES - 1)
        done = subprocess.run(self.namespace.command("dig", "+short", "+time=1", "+tries=1", f"@{ADDRESS}",
                                                     f"om_{name}.{ZONE}"), text=True, capture_output=True, check=False)
        return done.stdout.strip() == address

    def perf(self, seconds):
        """Queries a second that were answered, the share that was lost, the mean time of an answer in ms."""
        text = self.namespace.output("dnsperf", "-s", ADDRESS, "-d", self.file, "-l", seconds, "-c", 4, "-T", 1, "-q",
                                     OUTSTANDING, "-t", 1)
        sent = int(re.search(r"Queries sent:\s+(\d+)", text)[1])
        lost = int(re.search(r"Queries lost:\s+(\d+)", text)[1])
        wrong = re.search(r"Response codes:\s+(.*)", text)[1]
        if "SERVFAIL" in wrong or "REFUSED" in wrong:
            raise Failure(f"wrong answers: {wrong}")
        return {"rate": float(re.search(r"Queries per second:\s+([\d.]+)", text)[1]), "lost": lost / max(1, sent),
                "mean_ms": 1000 * float(re.search(r"Average Latency \(s\):\s+([\d.]+)", text)[1])}


def measure(servers, client, repetitions, progress):
    """All servers in every repetition, so that whatever disturbs the machine meets all of them."""
    results = {server.name: [] for server in servers}
    for _ in range(repetitions):
        for server in servers:
            server.start(client)
            client.perf(WARM_UP_SECONDS)
            cpu = server.cpu_seconds()
            result = client.perf(SECONDS)
            result["cpu_us"] = 1e6 * (server.cpu_seconds() - cpu) / (SECONDS * result["rate"])
            server.stop()
            results[server.name].append(result)
            progress.say(f"  {server.name}: {result['rate']:,.0f} queries/s, {result['lost']:.2%} lost, "
                         f"{result['mean_ms']:.2f} ms, {result['cpu_us']:.1f} us CPU each")
    return results


def medians(results):
    return {name: {key: statistics.median(each[key] for each in values) for key in values[0]}
            for name, values in results.items()}


def goals(figures):
    rows = []
    for name, wanted in GOALS.items():
        if name in figures:
            value = figures["ours"]["rate"] / figures[name]["rate"]
            rows.append({"goal": f"queries/s over {name}'s", "wanted": f">= {wanted}", "value": value,
                         "met": value >= wanted})
    return rows


def print_tables(figures, rows):
    print(f"{os.cpu_count()} CPUs, Linux {os.uname().release}; {NAMES:,} machines, dnsperf with one thread\n")
    print(f"{'server':8}{'queries/s':>12}{'lost':>9}{'mean ms':>10}{'CPU us':>9}{'ours/its':>10}")
    for name, each in figures.items():
        print(f"{name:8}{each['rate']:>12,.0f}{each['lost']:>9.2%}{each['mean_ms']:>10.2f}{each['cpu_us']:>9.1f}"
              f"{figures['ours']['rate'] / each['rate']:>10.2f}")
    print()
    for row in rows:
        print(f"{row['goal']}: {row['value']:.2f}, wanted {row['wanted']}: {'ok' if row['met'] else 'MISSED'}")


def arguments():
    parser = argparse.ArgumentParser(prog="comosix bench dns", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="2 repetitions, BIND only")
    parser.add_argument("--peers", metavar="LIST", help=f"some of {','.join(PEERS)}, or none; default: all")
    parser.add_argument("--repetitions", type=int, metavar="N", help="default: 5; medians are taken")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where the work directory is made (/var/tmp)")
    a = parser.parse_args()
    names = ("bind" if a.quick else ",".join(PEERS)) if a.peers is None else a.peers
    a.peers = [] if names == "none" else names.split(",")
    if unknown := [name for name in a.peers if name not in PEERS]:
        parser.error(f"there is no peer {unknown[0]}; choose from {', '.join(PEERS)}")
    return a


def bench(a, progress, stack):
    work = Path(tempfile.mkdtemp(prefix="comosix-bench-", dir=a.work or "/var/tmp"))
    stack.callback(shutil.rmtree, work, ignore_errors=True)
    spaces = [stack.enter_context(Namespace(f"cxbench-{end}-{os.getpid()}")) for end in ("server", "client")]
    spaces[0].cable_to(spaces[1], INTERFACE, "client0")
    for space, interface, address in ((spaces[0], INTERFACE, ADDRESS), (spaces[1], "client0", CLIENT_ADDRESS)):
        run(["ip", "-n", space.name, "address", "add", f"{address}/{PREFIX}", "dev", interface])
    client = Client(spaces[1], work)
    servers = [make(spaces[0], work) for make in (Ours, *(PEERS[name] for name in a.peers))]
    for server in servers:
        stack.callback(server.stop)
    results = measure(servers, client, a.repetitions or (2 if a.quick else 5), progress)
    figures = medians(results)
    rows = goals(figures)
    if a.json:
        print(json.dumps({"cpus": os.cpu_count(), "servers": figures, "goals": rows, "raw": results}))
    else:
        print_tables(figures, rows)
    return 0 if all(row["met"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(bench_main("dns", arguments, bench))
