/** TFTP's sockets, timers and file reads. */
package org.comosix.appliance.tftp.transport;
