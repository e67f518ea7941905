"""The DNS servers that are compared: the same names, each in its own configuration."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from lab import Failure

COMOSIX = Path(__file__).resolve().parents[3] / "comosix"
INTERFACE, ADDRESS, CLIENT_ADDRESS, PREFIX = "dns0", "10.64.0.1", "10.64.0.2", 12
ZONE, REVERSE_ZONE = "bench.example", "64.10.in-addr.arpa"
NAMES = 10_000
TTL = 60
READY_SECONDS = 60
STOP_SECONDS = 20

OURS = f"""
[server]
interfaces = ["{INTERFACE}"]
state = "{{state}}"

[dns]
zone = "{ZONE}"

[[dhcp.subnet]]
subnet = "10.64.0.0/{PREFIX}"
"""
NODE = """
[[node]]
name = "{name}"
mac = "{mac}"
address = "{address}"
"""
APEX = f"""$TTL {TTL}
@ SOA ns.{ZONE}. hostmaster.{ZONE}. 1 3600 600 604800 5
@ NS ns.{ZONE}.
"""
BIND = f"""
options {{{{
  directory "{{work}}"; pid-file "{{work}}/pid"; session-keyfile "{{work}}/session.key"; listen-on {{{{ {ADDRESS}; }}}};
  listen-on-v6 {{{{ none; }}}}; recursion no; check-names primary ignore; notify no; minimal-responses yes;
}}}};
controls {{{{ }}}};
zone "{ZONE}" {{{{ type primary; file "{{work}}/forward"; }}}};
zone "{REVERSE_ZONE}" {{{{ type primary; file "{{work}}/reverse"; }}}};
"""
KNOT = f"""
server:
  rundir: "{{work}}"
  listen: {ADDRESS}@53
database:
  storage: "{{work}}"
zone:
  - domain: {ZONE}
    file: "{{work}}/forward"
    semantic-checks: off
  - domain: {REVERSE_ZONE}
    file: "{{work}}/reverse"
    semantic-checks: off
"""
NSD = f"""
server:
  ip-address: {ADDRESS}
  zonesdir: "{{work}}"
  zonelistfile: "{{work}}/zone.list"
  database: ""
  xfrdfile: "{{work}}/xfrd.state"
  xfrdir: "{{work}}"
  pidfile: "{{work}}/pid"
  username: ""
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  server-count: 2
remote-control:
  control-enable: no
zone:
  name: {ZONE}
  zonefile: forward
zone:
  name: {REVERSE_ZONE}
  zonefile: reverse
"""


def machine(number):
    """(name, hardware address, address, last two octets)"""
    high, low = 1 + number // 250, 1 + number % 250
    return f"pc{number:05}", f"02:00:00:00:{high:02x}:{low:02x}", f"10.64.{high}.{low}", (high, low)


def queries():
    """A name, its address back, and one in ten that does not exist."""
    lines = []
    for number in range(NAMES):
        name, _, _, (high, low) = machine(number)
        lines.append(f"om_{name}.{ZONE} A")
        lines.append(f"{low}.{high}.{REVERSE_ZONE} PTR")
        if number % 10 == 0:
            lines.append(f"no-{name}.{ZONE} A")
    return "\n".join(lines) + "\n"


class Server:
    """A server that runs in the namespace."""

    name = ""

    def __init__(self, namespace, work):
        self.namespace, self.work = namespace, work / self.name
        self.log = self.work / "log"
        self.process = None

    def command(self):
        raise NotImplementedError

    def start(self, client):
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        command = self.command()
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(self.namespace.command(*command), stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=out)
        deadline = time.monotonic() + READY_SECONDS
        while not client.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                last = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
                raise Failure(f"{self.name} did not become ready; its log ends:\n{last}")
            time.sleep(0.1)

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

    def cpu_seconds(self):
        """Of all its processes: nothing else runs in the namespace."""
        ticks = 0
        for pid in self.namespace.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


class Ours(Server):
    name = "ours"

    def command(self):
        config = self.work / "appliance.toml"
        nodes = "".join(NODE.format(name=name, mac=mac, address=address)
                        for name, mac, address, _ in map(machine, range(NAMES)))
        config.write_text(OURS.format(state=self.work / "state") + nodes)
        return [COMOSIX, "serve", "--config", config]


class Peer(Server):
    """One that reads zone files."""

    template = ""

    def write(self):
        names = [machine(number) for number in range(NAMES)]
        forward = "".join(f"om_{name} A {address}\nom-{name} A {address}\n" for name, _, address, _ in names)
        back = "".join(f"{low}.{high} PTR om_{name}.{ZONE}.\n" for name, _, _, (high, low) in names)
        (self.work / "forward").write_text(f"{APEX}ns A {ADDRESS}\n{forward}")
        (self.work / "reverse").write_text(APEX + back)
        config = self.work / "conf"
        config.write_text(self.template.format(work=self.work))
        return config

    def private_copy(self, program):
        """AppArmor's profiles are attached to paths, and would keep the program out of the work directory."""
        return shutil.copy(program, self.work)


class Bind(Peer):
    name, template = "bind", BIND

    def command(self):
        return [self.private_copy("/usr/sbin/named"), "-f", "-c", self.write()]


class Knot(Peer):
    name, template = "knot", KNOT

    def command(self):
        return [self.private_copy("/usr/sbin/knotd"), "-c", self.write()]


class Nsd(Peer):
    name, template = "nsd", NSD

    def command(self):
        return [self.private_copy("/usr/sbin/nsd"), "-d", "-c", self.write()]


PEERS = {server.name: server for server in (Bind, Knot, Nsd)}
