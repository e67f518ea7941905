"""Memory of our DHCP server, and how long it takes to start with a long journal."""

import time

from lab import Failure
from perfdhcp import MICROSECONDS, base_mac

LEASES = 60_000
RECORDS = 1_000_000
MORE_LEASES = 250_000
RATE = 6000
ATTEMPTS = 4  # each at half the rate: dropped ones come again
SETTLE_SECONDS = 12  # memory that is no longer needed goes back to the system every ten seconds
MIB = 1 << 20


class Footprint:
    """Needs no peer: the goals are absolute."""

    def __init__(self, server, client, progress):
        self.server, self.client, self.progress = server, client, progress

    def measure(self, stack, quick):
        stack.callback(self.server.stop)
        self.server.start(self.client)
        header = self.server.journal().stat().st_size
        idle = self.resident()
        leases = self.lease(LEASES)
        leased = self.resident()
        self.progress.say(f"  {idle:.0f} MiB idle, {leased:.0f} MiB with {leases:,} leases")
        starts = [self.start_with(header, RECORDS, leases)]
        if not quick:
            self.server.start(self.client)
            leases = self.lease(MORE_LEASES)
            starts.append(self.start_with(header, RECORDS, leases))
        return {"idle_mib": idle, "leased_mib": leased, "leases": LEASES, "added_mib": leased - idle, "starts": starts}

    def resident(self):
        """Once it has come to rest."""
        time.sleep(SETTLE_SECONDS)
        return self.server.resident_bytes() / MIB

    def lease(self, wanted):
        """Lets so many clients have addresses, those again that were dropped; how many the journal has."""
        for attempt in range(ATTEMPTS):
            self.client.perfdhcp("-r", RATE >> attempt, "-n", wanted, "-R", wanted, "-b", f"mac={base_mac(0)}",
                                 "-W", MICROSECONDS, limit=600)
            have = self.server.leases_in_journal(base_mac(0)[:8])
            if have >= wanted:
                return have
        raise Failure(f"{wanted} clients should have leases, the journal has {have}")

    def start_with(self, header, records, addresses):
        """Stops the server, repeats its journal's frames until there are so many records, and starts it again.

        A journal is a header and frames, and each frame stands for itself: repeated ones are renewals.
        """
        self.server.stop()
        journal = self.server.journal()
        whole = journal.read_bytes()
        times = -(-records // addresses)
        with open(journal, "ab") as file:
            for _ in range(times - 1):
                file.write(whole[header:])
        started = {"records": times * addresses, "addresses": addresses, "mib": journal.stat().st_size / MIB}
        try:
            self.server.start(self.client, fresh=False)
        except Failure as failure:
            return {**started, "seconds": None, "why": str(failure).splitlines()[-1]}
        started["seconds"] = self.server.startup_seconds()
        self.server.stop()
        return started
