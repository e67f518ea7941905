/** ONC RPC version 2 (RFC 5531): headers, credentials, programs. */
package org.comosix.appliance.nfs.rpc;
