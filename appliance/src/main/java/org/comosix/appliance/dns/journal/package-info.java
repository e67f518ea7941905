/** Lines on disk: what was written to other servers, and what others wrote into our zones. */
package org.comosix.appliance.dns.journal;
