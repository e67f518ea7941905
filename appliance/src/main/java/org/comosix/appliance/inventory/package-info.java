/** Which nodes exist: by hardware address, name and reserved address. */
package org.comosix.appliance.inventory;
