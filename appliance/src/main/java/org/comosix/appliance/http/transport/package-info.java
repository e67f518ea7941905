/** HTTP's connections, their limits, and sendfile. */
package org.comosix.appliance.http.transport;
