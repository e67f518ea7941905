/**
 * DHCPv4 options by name: their content from the text of a configuration file, and as text for
 * people (RFC 2132, IANA's registry of BOOTP and DHCP parameters). Pure functions.
 */
package org.comosix.appliance.dhcp.codec.option;
