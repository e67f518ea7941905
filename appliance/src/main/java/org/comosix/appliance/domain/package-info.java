/** Values of the field, immutable and checked. Uses {@code java.*} and nothing else. */
package org.comosix.appliance.domain;
