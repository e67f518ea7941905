/**
 * Who has which address. {@link org.comosix.appliance.lease.LeaseBook} decides, its journal makes
 * durable, {@link org.comosix.appliance.lease.LeaseIndex} tells everyone else.
 */
package org.comosix.appliance.lease;
