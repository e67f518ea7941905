/** JSON read, with the place of each value. Writing it is {@code ops.Json}. */
package org.comosix.appliance.json;
