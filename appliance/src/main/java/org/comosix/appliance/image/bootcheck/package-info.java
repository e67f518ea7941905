/** Whether a generation could boot over NFS, said before it is published. */
package org.comosix.appliance.image.bootcheck;
