/**
 * Leases on disk: one append-only file of checksummed batches. The only place of the lease room
 * that touches a file.
 */
package org.comosix.appliance.lease.journal;
