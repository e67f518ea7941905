"""The measurements that are made of each DHCP server."""

import os
import statistics
import time

from lab import Failure
from perfdhcp import EXCHANGES, base_mac, delays_of

STEP_SECONDS = 5
WARM_UP_RATE, WARM_UPS = 4000, ((1.0, 10), (1.5, 5), (2.5, 5))  # of which rate at most, and for how many seconds
FRESH_AFTER = 350_000  # leases; then the server starts anew with an empty database, and is warmed up
MOST_STEPS = 12
LATENCY_DROPS = 0.01
RESOLUTION = 1.05
FULL_SPEED = 0.95  # below this share of the rate asked for it is the client that is too slow
BUSY_SHARE = 0.06  # a step that failed while other processes took more of the machine is made again ...
TRIES = 3  # ... but not more often than this


def busy_seconds():
    """CPU seconds that processes, and other virtual machines, took since the start of this one."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _idle, _wait, _irq, _softirq, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + steal) / os.sysconf("SC_CLK_TCK")


def children_seconds():
    """CPU seconds of perfdhcp's runs that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


class Load:
    """One server under the client's load. Counts its steps, so that each has clients of its own."""

    def __init__(self, server, client, progress):
        self.server, self.client, self.progress = server, client, progress
        self.step = self.leases = 0

    def next_step(self):
        self.step += 1
        return self.step

    def fresh(self):
        """An empty lease database, a server that has just started."""
        self.server.stop()
        self.server.start(self.client)
        self.step = self.leases = 0

    def warm_up(self, rate):
        """New clients, as in the steps, and our own questions: what a server compiles and caches is there then."""
        for times, seconds in WARM_UPS:
            at = round(min(rate, times * WARM_UP_RATE))
            self.client.steady(at, seconds, self.next_step())
            self.server.counters()
            self.leases += at * seconds

    def steady(self, rate, drops, *options):
        """New clients at this rate; where others disturbed the machine and it failed, once more."""
        for _ in range(TRIES):
            result = self.once(rate, *options)
            if result["drops"] < drops or result["other_cpu_share"] < BUSY_SHARE:
                break
        return result

    def once(self, rate, *options):
        if self.leases + rate * STEP_SECONDS > FRESH_AFTER:
            self.fresh()
            self.warm_up(rate)
        step, counters = self.next_step(), self.server.counters()
        started, busy = time.monotonic(), busy_seconds()
        clients_cpu, servers_cpu = children_seconds(), self.server.cpu_seconds()
        result = self.client.steady(round(rate), STEP_SECONDS, step, *options)
        servers_cpu = self.server.cpu_seconds() - servers_cpu
        others = busy_seconds() - busy - servers_cpu - (children_seconds() - clients_cpu)
        result["other_cpu_share"] = max(0, others) / (time.monotonic() - started) / os.cpu_count()
        result["cpu_us_per_exchange"] = 1e6 * servers_cpu / max(1, result["acks"])
        self.leases += result["sent"]
        self.check(result, step, counters)
        self.progress.say(f"  {self.server.name}: {rate:,.0f}/s asked for, {result['rate']:,.0f}/s done, "
                          f"drops {result['drops']:.2%}, {result['cpu_us_per_exchange']:.0f} us CPU each, "
                          f"{result['lost_by_client']} lost by the client, others took "
                          f"{result['other_cpu_share']:.0%} of the machine")
        return result

    def check(self, result, step, before):
        """What the client counted must be what the server did: its counters, and its journal."""
        after = self.server.counters()
        if after is None:
            return
        sent = after["sent.ack"] - before["sent.ack"]
        received = after["received.discover"] - before["received.discover"]
        journal = self.server.leases_in_journal(base_mac(step)[:8])
        if not (result["acks"] <= sent and journal >= result["acks"]):
            raise Failure(f"the counts do not agree: the client sent {result['sent']} and got {result['acks']} ACKs; the "
                          f"server counts {received} DISCOVERs and {sent} ACKs, its journal has {journal} leases")
        result["server_acks"], result["journal_leases"] = sent, journal

    def search(self, drops, start, known=()):
        """The step with the highest rate whose share of drops is lower; all steps that were made."""
        steps, best, low, high, rate = list(known), None, 0, None, start
        while len(steps) - len(known) < MOST_STEPS:
            done = next((step for step in known if step["asked_rate"] == round(rate)), None)
            result = done or self.steady(rate, drops)
            if done is None:
                steps.append(result)
            if result["drops"] < drops:
                best, low = max(best, result, key=lambda step: step["rate"] if step else 0), rate
                if result["rate"] < FULL_SPEED * rate:
                    break
            else:
                high = rate
            if high is not None and low and high / low < RESOLUTION:
                break
            rate = low * 1.5 if high is None else (low + high) / 2 if low else high / 2
        return best, steps

    def avalanche(self, clients, limit):
        """Seconds until clients that all come at once have addresses; None when that took too long."""
        took = self.client.avalanche(clients, self.next_step(), limit)
        self.leases += clients
        self.progress.say(f"  {self.server.name}: {clients} at once: " + ("not done" if took is None else f"{took:.2f} s"))
        return took

    def latency(self, rate):
        """Milliseconds of both exchanges, by perfdhcp's own time stamps of each packet."""
        result = self.steady(rate, LATENCY_DROPS, "-x", "t")
        delays = {exchange: delays_of(result["text"], exchange) for exchange in EXCHANGES}
        return {"drops": result["drops"], "other_cpu_share": result["other_cpu_share"],
                **{exchange: {"median": statistics.median(values), "p99": percentile(values, 0.99)}
                   for exchange, values in delays.items() if values}}
