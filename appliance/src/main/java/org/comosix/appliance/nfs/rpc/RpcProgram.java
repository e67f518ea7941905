package org.comosix.appliance.nfs.rpc;

import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;

/** One RPC program. Called on any event loop; does not block. */
public interface RpcProgram {

  int number();

  int lowestVersion();

  int highestVersion();

  /**
   * Writes the results of one call.
   *
   * @throws org.comosix.appliance.nfs.codec.MalformedCallException the arguments cannot be decoded;
   *     what was written is taken back and the reply is GARBAGE_ARGS
   */
  AcceptStat call(RpcCall call, XdrReader arguments, XdrWriter results);
}
