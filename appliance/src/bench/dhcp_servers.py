"""The DHCP servers that are compared: how each is configured, started and asked."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from lab import Failure, run

COMOSIX = Path(__file__).resolve().parents[3] / "comosix"
INTERFACE, ADDRESS, CLIENT_ADDRESS, PREFIX = "dhcp0", "10.64.0.1", "10.64.0.2", 12
SUBNET, MASK = f"10.64.0.0/{PREFIX}", "255.240.0.0"
LARGE_POOL = ("10.64.1.0", "10.79.254.255")  # a million: a search of ten steps takes half of it
SMALL_POOL = ("10.64.1.0", "10.64.255.255")  # for those that keep every free address in memory
LEASE_SECONDS = 3600
READY_SECONDS = 60
STOP_SECONDS = 20

OURS = f"""
[server]
interfaces = ["{INTERFACE}"]
state = "{{state}}"

[dhcp]
lease-time = "1h"

[[dhcp.subnet]]
subnet = "{SUBNET}"
pool = "{LARGE_POOL[0]}-{LARGE_POOL[1]}"
"""
# As Debian ships it, except that it writes no line for each lease: that would cost it a quarter of its speed.
KEA = {"Dhcp4": {
    "interfaces-config": {"interfaces": [INTERFACE]},
    "lease-database": {"type": "memfile", "persist": True, "lfc-interval": 3600},
    "valid-lifetime": LEASE_SECONDS,
    "subnet4": [{"subnet": SUBNET, "pools": [{"pool": "-".join(LARGE_POOL)}]}],
    "loggers": [{"name": "kea-dhcp4", "severity": "WARN"}],
}}
DNSMASQ = ["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--port=0", "--pid-file",
           f"--interface={INTERFACE}", "--bind-interfaces", "--no-ping", "--quiet-dhcp", "--dhcp-authoritative",
           "--dhcp-lease-max=70000", f"--dhcp-range={SMALL_POOL[0]},{SMALL_POOL[1]},{MASK},1h"]
DHCPD = f"""
authoritative;
ping-check false;
default-lease-time {LEASE_SECONDS};
max-lease-time {LEASE_SECONDS};
subnet 10.64.0.0 netmask {MASK} {{ range {SMALL_POOL[0]} {SMALL_POOL[1]}; }}
"""


class Server:
    """A server that runs in the namespace with an empty lease database, or with the one it had."""

    name = ""
    slow = True  # hundreds of exchanges a second, not thousands

    def __init__(self, namespace, work):
        self.namespace, self.work = namespace, work / self.name
        self.log = self.work / "log"
        self.process = None

    def command(self):
        """Writes the configuration; returns the command line and its environment."""
        raise NotImplementedError

    def start(self, client, fresh=True):
        if fresh:
            shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True, exist_ok=True)
        command, environment = self.command()
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(self.namespace.command(*command), stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=out, env={**os.environ, **environment})
        deadline = time.monotonic() + READY_SECONDS
        while not self.is_ready(client):
            if self.process.poll() is not None or time.monotonic() > deadline:
                last = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
                raise Failure(f"{self.name} did not become ready; its log ends:\n{last}")
            time.sleep(0.05)

    def is_ready(self, client):
        return client.answers()

    def counters(self):
        """What the server itself counts; None where it does not tell."""
        return None

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
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return 1024 * int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def private_copy(self, program):
        """AppArmor's profiles are attached to paths, and would keep the program out of the work directory."""
        copy = self.work / Path(program).name
        if not copy.exists():
            shutil.copy(program, copy)
        return copy


class Ours(Server):
    name = "ours"
    slow = False

    def command(self):
        config = self.work / "appliance.toml"
        config.write_text(OURS.format(state=self.state()))
        return [COMOSIX, "serve", "--config", config], {}

    def state(self):
        return self.work / "state"

    def journal(self):
        return self.state() / "leases" / "leases.journal"

    def is_ready(self, client):
        return "server.ready" in self.log.read_text(errors="replace")

    def startup_seconds(self):
        return int(re.search(r"server\.ready startup-ms=(\d+)", self.log.read_text(errors="replace"))[1]) / 1000

    def counters(self):
        script = f"import urllib.request as u; print(u.urlopen('http://{ADDRESS}/v1/counters').read().decode())"
        return json.loads(run(self.namespace.command("python3", "-c", script)))["dhcp"]

    def leases_in_journal(self, mac_prefix):
        """How many hardware addresses that begin so the journal names."""
        prefix = re.escape(bytes.fromhex(mac_prefix.replace(":", "")))
        rest = 6 - len(mac_prefix.split(":"))
        return len(set(re.findall(prefix + b".{%d}" % rest, self.journal().read_bytes(), re.DOTALL)))


class Kea(Server):
    name = "kea"
    slow = False

    def command(self):
        config = json.loads(json.dumps(KEA))
        config["Dhcp4"]["lease-database"]["name"] = str(self.work / "leases.csv")
        file = self.work / "kea.json"
        file.write_text(json.dumps(config))
        places = {"KEA_PIDFILE_DIR": str(self.work), "KEA_LOCKFILE_DIR": str(self.work)}
        return [self.private_copy("/usr/sbin/kea-dhcp4"), "-c", file], places


class Dnsmasq(Server):
    name = "dnsmasq"

    def command(self):
        return [self.private_copy("/usr/sbin/dnsmasq"), *DNSMASQ[1:], f"--dhcp-leasefile={self.work / 'leases'}"], {}


class Dhcpd(Server):
    name = "dhcpd"

    def command(self):
        config, leases = self.work / "dhcpd.conf", self.work / "dhcpd.leases"
        config.write_text(DHCPD)
        leases.touch()
        return [self.private_copy("/usr/sbin/dhcpd"), "-4", "-f", "-q", "--no-pid", "-cf", config, "-lf", leases,
                INTERFACE], {}


PEERS = {server.name: server for server in (Kea, Dnsmasq, Dhcpd)}
