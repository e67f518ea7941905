/**
 * Names that are not ours, asked of other servers for our clients: what is kept, for how long, and
 * which server is asked next. The sockets are in {@code transport}.
 */
package org.comosix.appliance.dns.forward;
