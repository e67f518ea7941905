package org.comosix.appliance.nfs.rpc;

/** The header of a call whose program and version are served and whose credential is accepted. */
public record RpcCall(
    int xid, int program, int version, int procedure, Credential credential, Peer peer) {}
