/** What an operator does with leases: through a running appliance, or on its directory. */
package org.comosix.appliance.control.leases;
