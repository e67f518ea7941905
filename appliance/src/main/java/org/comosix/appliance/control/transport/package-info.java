/** The socket on which a running appliance is asked. */
package org.comosix.appliance.control.transport;
