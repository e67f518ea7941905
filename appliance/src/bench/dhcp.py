"""Measures our DHCP server beside Kea, dnsmasq and ISC dhcpd: same client, same machine, same run.

Servers and client are in two network namespaces with a cable between them that nothing leads out of. The client is
perfdhcp, from Kea's makers. Every server has its leases on this machine's disk; what ours promises is forced to it first.
What is started here is stopped here, and the work directory is removed, whatever happens.

  sudo ./comosix bench dhcp               3 repetitions beside all three, some 20 minutes
  sudo ./comosix bench dhcp --quick       one repetition beside Kea, some 5 minutes
  sudo ./comosix bench dhcp --peers kea,dnsmasq

Exit status: 0 all goals met, 1 a goal missed, 2 the measurement could not be made.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from dhcp_load import Load
from dhcp_servers import ADDRESS, CLIENT_ADDRESS, INTERFACE, PEERS, PREFIX, Ours
from dhcp_start import Footprint
from lab import Namespace, bench_main, run
from perfdhcp import Client

DROPS, KEAS_DROPS = 0.01, 0.025
LATENCY_RATE = 4000
AVALANCHE = 1000
FIRST_RATE, FIRST_RATE_SLOW = 4000, 200

# name, how it reads, unit of the value, whether it is met
RATE, OVER_KEA, AVALANCHE_SHARE, P99_MS, MEBIBYTES, START_SECONDS = 20_000, 2.5, 0.5, 5, 64, 3


def measure(server, client, repetitions, avalanche_limit, progress):
    """Everything that is measured of ours and of the peers alike."""
    load = Load(server, client, progress)
    results = {"cold_avalanche": [], "rate": [], "rate_at_kea_drops": [], "avalanche": [], "latency": [], "steps": []}
    rate = FIRST_RATE_SLOW if server.slow else FIRST_RATE
    for _ in range(1 if server.slow else repetitions):
        load.fresh()
        results["cold_avalanche"].append(load.avalanche(AVALANCHE, avalanche_limit))
        if server.slow and results["cold_avalanche"][-1] is None:
            load.fresh()
        load.warm_up(rate)
        best, steps = load.search(DROPS, rate)
        looser, steps = load.search(KEAS_DROPS, best["asked_rate"], steps) if best else (None, steps)
        results["rate"].append(best["rate"] if best else 0)
        results["rate_at_kea_drops"].append(looser["rate"] if looser else 0)
        results["steps"] += [{key: value for key, value in step.items() if key != "text"} for step in steps]
        if not server.slow:
            rate = max(FIRST_RATE, best["asked_rate"] / 1.5) if best else FIRST_RATE
            results["avalanche"].append(load.avalanche(AVALANCHE, avalanche_limit))
            results["latency"].append(load.latency(LATENCY_RATE))
    server.stop()
    return results


def median(values):
    """None where one of them has no value."""
    return statistics.median(values) if values and None not in values else None


def summary(results):
    p99 = [max(latency[exchange]["p99"] for exchange in ("DISCOVER-OFFER", "REQUEST-ACK"))
           for latency in results["latency"]]
    return {
        "rate": median(results["rate"]),
        "rate_at_kea_drops": median(results["rate_at_kea_drops"]),
        "cold_avalanche_s": median(results["cold_avalanche"]),
        "avalanche_s": median(results["avalanche"]),
        "p99_ms": median(p99),
    }


def load_goals(ours, kea):
    rows = [("exchanges/s, drops < 1 %", f">= {RATE:,}", ours["rate"], ours["rate"] >= RATE)]
    if kea:
        over = ours["rate"] / kea["rate"] if kea["rate"] else None
        rows.append(("exchanges/s over Kea's", f">= {OVER_KEA}", over, over is not None and over >= OVER_KEA))
        share = ours["avalanche_s"] / kea["avalanche_s"] if kea["avalanche_s"] else None
        rows.append(("avalanche over Kea's", f"<= {AVALANCHE_SHARE}", share,
                     share is not None and share <= AVALANCHE_SHARE))
    return rows + [(f"p99 at {LATENCY_RATE:,}/s, ms", f"< {P99_MS}", ours["p99_ms"], ours["p99_ms"] < P99_MS)]


def goals(summaries, footprint):
    """(what, wanted, value, met) of what was measured."""
    rows = load_goals(summaries["ours"], summaries.get("kea")) if summaries else []
    if footprint:
        rows.append(("MiB for 60,000 leases", f"<= {MEBIBYTES}", footprint["added_mib"],
                     footprint["added_mib"] <= MEBIBYTES))
        start = footprint["starts"][0]
        rows.append(("s to start with 1,000,000 records", f"<= {START_SECONDS}", start["seconds"],
                     start["seconds"] <= START_SECONDS))
    return [{"goal": what, "wanted": wanted, "value": value, "met": met} for what, wanted, value, met in rows]


def cell(value, form):
    return "-" if value is None else format(value, form)


def print_columns(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip())


def print_tables(summaries, footprint, goal_rows):
    if summaries:
        print_load(summaries)
    if footprint:
        print_footprint(footprint)
    print()
    print_columns([["goal", "wanted", "measured", ""]] + [
        [row["goal"], row["wanted"], cell(row["value"], ",.2f"), "ok" if row["met"] else "MISSED"] for row in goal_rows])


def print_load(summaries):
    rows = [["server", "exchanges/s", "at < 2.5 %", "avalanche, s", "just started, s", "p99, ms", "ours/its rate"]]
    for name, s in summaries.items():
        over = summaries["ours"]["rate"] / s["rate"] if s["rate"] and "ours" in summaries else None
        rows.append([name, cell(s["rate"], ",.0f"), cell(s["rate_at_kea_drops"], ",.0f"), cell(s["avalanche_s"], ".2f"),
                     cell(s["cold_avalanche_s"], ".2f"), cell(s["p99_ms"], ".2f"), cell(over, ".2f")])
    print_columns(rows)


def print_footprint(footprint):
    print(f"\nours: {footprint['idle_mib']:.0f} MiB resident after the start, {footprint['leased_mib']:.0f} with "
          f"{footprint['leases']:,} leases")
    for start in footprint["starts"]:
        print(f"ours: ready {start['seconds']:.2f} s after the start with {start['records']:,} records of "
              f"{start['addresses']:,} addresses ({start['mib']:.0f} MiB) in the journal" if start["seconds"] else
              f"ours: does not start with {start['records']:,} records of {start['addresses']:,} addresses: "
              f"{start['why']}")


def arguments():
    parser = argparse.ArgumentParser(prog="comosix bench dhcp", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="1 repetition, Kea only")
    parser.add_argument("--peers", metavar="LIST", help=f"some of {','.join(PEERS)}, or none; default: all")
    parser.add_argument("--repetitions", type=int, metavar="N", help="default: 3; medians are taken")
    parser.add_argument("--no-footprint", action="store_true", help="leave out memory and starting time")
    parser.add_argument("--only-footprint", action="store_true", help="only memory and starting time")
    parser.add_argument("--json", action="store_true", help="print JSON, with every step, instead of the tables")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where the work directory is made (/var/tmp)")
    a = parser.parse_args()
    names = ("kea" if a.quick else ",".join(PEERS)) if a.peers is None else a.peers
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
    client = Client(spaces[1], "client0", ADDRESS)
    repetitions = a.repetitions or (1 if a.quick else 3)
    servers = [] if a.only_footprint else [make(spaces[0], work) for make in (Ours, *(PEERS[name] for name in a.peers))]
    results = {}
    for server in servers:
        stack.callback(server.stop)
        progress.say(server.name)
        results[server.name] = measure(server, client, repetitions, 30 if a.quick else 100, progress)
    footprint = None
    if not a.no_footprint:
        progress.say("memory and starting time of ours")
        footprint = Footprint(Ours(spaces[0], work), client, progress).measure(stack, a.quick)
    summaries = {name: summary(result) for name, result in results.items()}
    rows = goals(summaries, footprint)
    if a.json:
        print(json.dumps({"cpus": os.cpu_count(), "repetitions": repetitions, "servers": summaries,
                          "footprint": footprint, "goals": rows, "raw": results}))
    else:
        print(f"{os.cpu_count()} CPUs, Linux {os.uname().release}; medians of {repetitions} searches in steps of 5 s, "
              "each step with new clients")
        print_tables(summaries, footprint, rows)
    return 0 if all(row["met"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(bench_main("dhcp", arguments, bench))
