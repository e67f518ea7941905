/** What was written to other servers, on disk. */
package org.comosix.appliance.dns.update.journal;
