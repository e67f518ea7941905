"""Runs perfdhcp, Kea's load client, and reads what it says.

perfdhcp plays a relay agent: giaddr is its own address, replies come back to port 67. Its clients have consecutive
hardware addresses from a base on, so that every step of a search meets machines that the server has never seen.
"""

import re
import subprocess

from lab import Failure

SERVER_PORT = 67
EXCHANGES = ("DISCOVER-OFFER", "REQUEST-ACK")
MAC_PREFIX = "02:be"  # ours alone, so that a journal can be searched for it
MANY_CLIENTS = 1 << 24
# Against a server that does nothing but answer, on two processors, one thread does 30,000 exchanges/s. With a second one
# for what comes in perfdhcp loses 1 % at 20,000 already, and takes more of the machine from the server that is measured.
# An avalanche needs that second thread: without it a thousand queries go out before the first reply is read.
ONE_THREAD, TWO_THREADS = ("-g", "single"), ("-g", "multi")
MICROSECONDS = 1_000_000


def base_mac(step):
    """The first hardware address of a step; three bytes are left for its clients."""
    return f"{MAC_PREFIX}:{step % 256:02x}:00:00:00"


class Client:
    """The client's end of the cable."""

    def __init__(self, namespace, interface, server):
        self.namespace, self.interface, self.server = namespace, interface, server

    def lost_in_own_socket(self):
        """Replies that came and for which perfdhcp's socket had no room, since ever."""
        text = self.namespace.output("cat", "/proc/net/snmp")
        names, values = [line.split()[1:] for line in text.splitlines() if line.startswith("Udp:")]
        return int(values[names.index("RcvbufErrors")])

    def perfdhcp(self, *options, limit, threads=ONE_THREAD):
        """Its output; None when it was not done in so many seconds."""
        command = self.namespace.command("perfdhcp", "-4", "-l", self.interface, "-L", SERVER_PORT, *threads,
                                         *options, self.server)
        try:
            done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                                  timeout=limit)
        except subprocess.TimeoutExpired:
            return None
        if "***Rate statistics***" not in done.stdout:  # status 3 only says that something was dropped
            raise Failure(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def steady(self, rate, seconds, step, *options):
        """New clients at a rate for some seconds: what was sent and what came back."""
        lost = self.lost_in_own_socket()
        text = self.perfdhcp("-r", rate, "-R", MANY_CLIENTS, "-b", f"mac={base_mac(step)}", "-p", seconds, *options,
                             limit=seconds + 60)
        counts = {exchange: counts_of(text, exchange) for exchange in EXCHANGES}
        discovers, _ = counts["DISCOVER-OFFER"]
        _, acks = counts["REQUEST-ACK"]
        return {
            "asked_rate": rate,
            "rate": acks / seconds,
            "sent": discovers,
            "acks": acks,
            "drops": 1 - acks / discovers if discovers else 1.0,
            "lost_by_client": self.lost_in_own_socket() - lost,
            "text": text,
        }

    def answers(self):
        """Whether one client of its own gets an address."""
        text = self.perfdhcp("-r", 1, "-n", 1, "-R", 1, "-b", "mac=02:ad:00:00:00:01", "-p", 1, "-W", MICROSECONDS // 2,
                             limit=20)
        return text is not None and counts_of(text, "REQUEST-ACK")[1] > 0

    def avalanche(self, clients, step, limit):
        """Seconds until so many clients that came at once all have addresses; None when not done in time."""
        text = self.perfdhcp("--scenario", "avalanche", "-R", clients, "-b", f"mac={base_mac(step)}", limit=limit,
                             threads=TWO_THREADS)
        if text is None:
            return None
        took = re.search(r"It took (\d+):(\d+):([\d.]+) to provision (\d+) clients", text)
        if not took or int(took[4]) != clients:
            raise Failure(f"perfdhcp's avalanche ended otherwise than expected:\n{text}")
        return int(took[1]) * 3600 + int(took[2]) * 60 + float(took[3])


def counts_of(text, exchange):
    """(packets sent, packets received) of one exchange."""
    part = text.split(f"***Statistics for: {exchange}***", 1)[1]
    return tuple(int(re.search(rf"{word} packets: (\d+)", part)[1]) for word in ("sent", "received"))


def delays_of(text, exchange):
    """Milliseconds from each query to its reply, from the time stamps that -x t prints."""
    part = text.split(f"***Timestamps for packets: {exchange}***", 1)[1].split("***", 1)[0]
    return [1000 * (float(received) - float(sent))
            for sent, received in re.findall(r"sent / received: ([\d.]+) / ([\d.]+)", part)]
