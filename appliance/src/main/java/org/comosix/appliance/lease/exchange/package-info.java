/**
 * Lease files and host entries of other servers, read and written: functions from text to values
 * and back. Nothing is opened, bound or stored here.
 */
package org.comosix.appliance.lease.exchange;
