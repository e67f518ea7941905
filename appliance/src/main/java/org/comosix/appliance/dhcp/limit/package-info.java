/**
 * What one client, one relay port and all strangers together may ask of us. Everything here has a
 * fixed size, whatever anyone sends.
 */
package org.comosix.appliance.dhcp.limit;
