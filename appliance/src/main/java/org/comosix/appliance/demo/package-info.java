/**
 * The virtual lab: a server host, a switch and a PC on one machine, to see a node boot without
 * touching a real network. Used by {@code comosix demo} and by the end-to-end tests.
 */
package org.comosix.appliance.demo;
