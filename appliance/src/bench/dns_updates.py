"""Measures how fast our update client drains a backlog of leases into BIND, beside dnsperf -u on the same BIND.

BIND and the clients are in two network namespaces with a cable between them that nothing leads out of. Both clients send
the same updates, signed alike, to a BIND that was started anew: for each lease one message that adds an address with its
DHCID where the name is not in use, and one that sets the name of the address. Ours knows the leases before BIND is there.

  sudo ./comosix bench dns-updates               5 repetitions with 5000 leases, some 3 minutes
  sudo ./comosix bench dns-updates --quick       2 repetitions with 1000 leases

Exit status: 0 the goal is met, 1 missed, 2 the measurement could not be made.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import dns_servers
from dns_servers import ADDRESS, APEX, CLIENT_ADDRESS, INTERFACE, PREFIX, REVERSE_ZONE, STOP_SECONDS, ZONE, Server, machine
from lab import Failure, Namespace, bench_main, run

LEASES, QUICK_LEASES = 5000, 1000
READY_SECONDS, DRAIN_SECONDS, POLL_SECONDS = 60, 120, 0.02
# Our rate over dnsperf's.
GOAL = 0.9
KEY, SECRET = "bench", base64.b64encode(b"not a secret, but thirty-two bytes").decode()

BIND = f"""
options {{{{
  directory "{{work}}"; pid-file "{{work}}/pid"; session-keyfile "{{work}}/session.key"; listen-on {{{{ {ADDRESS}; }}}};
  listen-on-v6 {{{{ none; }}}}; recursion no; check-names primary ignore; notify no;
}}}};
controls {{{{ }}}};
key "{KEY}" {{{{ algorithm hmac-sha256; secret "{SECRET}"; }}}};
zone "{ZONE}" {{{{ type primary; file "{{work}}/forward"; allow-update {{{{ key "{KEY}"; }}}}; }}}};
zone "{REVERSE_ZONE}" {{{{ type primary; file "{{work}}/reverse"; allow-update {{{{ key "{KEY}"; }}}}; }}}};
"""
OURS = f"""
[server]
interfaces = ["client0"]
state = "{{work}}/state"

[dns]
zone = "{ZONE}"

[[dns.key]]
name = "{KEY}"
secret-file = "{{work}}/secret"

[[dns.update]]
server = "{ADDRESS}"
zones = ["{ZONE}", "{REVERSE_ZONE}"]
key = "{KEY}"
audit = "off"

[[dhcp.subnet]]
subnet = "10.64.0.0/{PREFIX}"
pool = "10.64.1.0-10.64.250.255"
"""
LEASE = """lease {address} {{
  starts epoch {start}; ends epoch {end}; binding state active; hardware ethernet {mac}; client-hostname "{name}";
}}
"""


class Bind(Server):
    """Its zones are empty at each start."""

    name = "bind"

    def command(self):
        for zone in ("forward", "reverse"):
            (self.work / zone).write_text(f"{APEX}ns.{ZONE}. A {ADDRESS}\n" if zone == "forward" else APEX)
        config = self.work / "conf"
        config.write_text(BIND.format(work=self.work))
        # AppArmor's profiles are attached to paths, and would keep the program out of the work directory.
        return [shutil.copy("/usr/sbin/named", self.work), "-f", "-c", config]


class Client:
    """The other end of the cable."""

    def __init__(self, namespace):
        self.namespace = namespace

    def dig(self, name, kind):
        done = subprocess.run(self.namespace.command("dig", "+short", "+time=1", "+tries=1", f"@{ADDRESS}", name, kind),
                              text=True, capture_output=True, check=False)
        return done.stdout.strip()

    def answers(self):
        return "hostmaster" in self.dig(ZONE, "SOA")


def dhcid(mac, name):
    """RFC 4701, section 3: by hardware address."""
    wire = b"".join(bytes([len(label)]) + label.encode() for label in f"{name}.{ZONE}".split(".")) + b"\0"
    digest = hashlib.sha256(b"\x01" + bytes.fromhex(mac.replace(":", "")) + wire).digest()
    return base64.b64encode(b"\x00\x00\x01" + digest).decode()


def updates(count):
    lines = []
    for name, mac, address, (high, low) in map(machine, range(count)):
        lines += [ZONE, f"prohibit {name}", f"add {name} 60 A {address}", f"add {name} 60 DHCID {dhcid(mac, name)}",
                  "send", REVERSE_ZONE, f"delete {low}.{high} PTR", f"add {low}.{high} 60 PTR {name}.{ZONE}.", "send"]
    return "\n".join(lines) + "\n"


class Dnsperf:
    name = "dnsperf"

    def __init__(self, client, bind, work, count):
        self.client, self.bind, self.count, self.file = client, bind, count, work / "updates"
        self.file.write_text(updates(count))

    def rate(self):
        self.bind.start(self.client)
        text = self.client.namespace.output("dnsperf", "-u", "-s", ADDRESS, "-d", self.file, "-n", 1,
                                            "-y", f"hmac-sha256:{KEY}:{SECRET}")
        codes = re.search(r"Response codes:\s+(.*)", text)[1].strip()
        if codes != f"NOERROR {2 * self.count} (100.00%)":
            raise Failure(f"dnsperf: {codes}")
        return float(re.search(r"Updates per second:\s+([\d.]+)", text)[1])


class Ours:
    name = "ours"

    def __init__(self, client, bind, work, count):
        self.client, self.bind, self.count, self.work = client, bind, count, work / "ours"
        self.process = None

    def prepare(self):
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        (self.work / "state").mkdir(mode=0o700)
        secret = self.work / "secret"
        secret.touch(mode=0o600)
        secret.write_text(SECRET)
        now = int(time.time())
        leases = self.work / "dhcpd.leases"
        leases.write_text("".join(LEASE.format(address=address, start=now - 60, end=now + 86400, mac=mac, name=name)
                                  for name, mac, address, _ in map(machine, range(self.count))))
        self.config = self.work / "appliance.toml"
        self.config.write_text(OURS.format(work=self.work))
        self.client.namespace.output(dns_servers.COMOSIX, "leases", "import", "--config", self.config, leases)

    def counters(self):
        done = subprocess.run(self.client.namespace.command("curl", "-sS", f"http://{CLIENT_ADDRESS}/v1/counters"),
                              text=True, capture_output=True, check=False)
        if done.returncode != 0:
            return {}
        prefix = f"{ADDRESS}:53."
        return {key.removeprefix(prefix): value for key, value in json.loads(done.stdout)["dns-update"].items()}

    def until(self, what, seconds):
        deadline = time.monotonic() + seconds
        while not what(counters := self.counters()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                last = "\n".join((self.work / "log").read_text(errors="replace").splitlines()[-20:])
                raise Failure(f"it did not come so far: {counters}; its log ends:\n{last}")
            time.sleep(POLL_SECONDS)
        return time.monotonic(), counters

    def rate(self):
        """Names a second, from the first answer to the last, as the counters show it."""
        self.prepare()
        with open(self.work / "log", "wb") as out:
            self.process = subprocess.Popen(self.client.namespace.command(dns_servers.COMOSIX, "serve", "--config", self.config),
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            self.until(lambda now: now.get("now.waiting", 0) >= self.count, READY_SECONDS)
            self.bind.start(self.client)
            began, first = self.until(lambda now: now["done"] > 0, DRAIN_SECONDS)
            ended, last = self.until(lambda now: now["done"] >= 2 * self.count and now["now.waiting"] == 0, DRAIN_SECONDS)
            self.check()
            return (last["done"] - first["done"]) / (ended - began)
        finally:
            self.stop()

    def check(self):
        """The last name is there, forth and back."""
        name, mac, address, (high, low) = machine(self.count - 1)
        said = (self.client.dig(f"{name}.{ZONE}", "A"), self.client.dig(f"{low}.{high}.{REVERSE_ZONE}", "PTR"))
        if said != (address, f"{name}.{ZONE}."):
            raise Failure(f"BIND says {said} of {name}")

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def measure(clients, bind, repetitions, progress):
    """Both in every repetition, so that whatever disturbs the machine meets both."""
    rates = {client.name: [] for client in clients}
    for _ in range(repetitions):
        for client in clients:
            try:
                rates[client.name].append(client.rate())
            finally:
                bind.stop()
            progress.say(f"  {client.name}: {rates[client.name][-1]:,.0f} updates/s")
    return rates


def arguments():
    parser = argparse.ArgumentParser(prog="comosix bench dns-updates", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"2 repetitions, {QUICK_LEASES} leases")
    parser.add_argument("--repetitions", type=int, metavar="N", help="default: 5; medians are taken")
    parser.add_argument("--leases", type=int, metavar="N", help=f"default: {LEASES}")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where the work directory is made (/var/tmp)")
    return parser.parse_args()


def bench(a, progress, stack):
    count = a.leases or (QUICK_LEASES if a.quick else LEASES)
    work = Path(tempfile.mkdtemp(prefix="comosix-bench-", dir=a.work or "/var/tmp"))
    stack.callback(shutil.rmtree, work, ignore_errors=True)
    spaces = [stack.enter_context(Namespace(f"cxbench-{end}-{os.getpid()}")) for end in ("server", "client")]
    spaces[0].cable_to(spaces[1], INTERFACE, "client0")
    for space, interface, address in ((spaces[0], INTERFACE, ADDRESS), (spaces[1], "client0", CLIENT_ADDRESS)):
        run(["ip", "-n", space.name, "address", "add", f"{address}/{PREFIX}", "dev", interface])
    client = Client(spaces[1])
    bind = Bind(spaces[0], work)
    rates = measure([make(client, bind, work, count) for make in (Dnsperf, Ours)], bind,
                    a.repetitions or (2 if a.quick else 5), progress)
    figures = {name: statistics.median(each) for name, each in rates.items()}
    ratio = figures["ours"] / figures["dnsperf"]
    if a.json:
        print(json.dumps({"cpus": os.cpu_count(), "leases": count, "updates_per_second": figures, "ratio": ratio,
                          "wanted": GOAL, "met": ratio >= GOAL, "raw": rates}))
    else:
        print(f"{os.cpu_count()} CPUs, Linux {os.uname().release}; {count:,} leases, {2 * count:,} updates each\n")
        for name, rate in figures.items():
            print(f"{name:8}{rate:>10,.0f} updates/s, median of {len(rates[name])}")
        print(f"\nours over dnsperf's: {ratio:.2f}, wanted >= {GOAL}: {'ok' if ratio >= GOAL else 'MISSED'}")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(bench_main("dns-updates", arguments, bench))
