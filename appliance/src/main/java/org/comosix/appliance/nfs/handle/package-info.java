/** File handles. */
package org.comosix.appliance.nfs.handle;
