/**
 * What a machine loads next and where it comes from: the policy that DHCP asks, the named files
 * that TFTP and HTTP serve, and what booting nodes report.
 */
package org.comosix.appliance.boot;
