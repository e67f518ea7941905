package org.comosix.appliance.nfs.v3;

import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.rpc.AcceptStat;
import org.comosix.appliance.nfs.rpc.RpcCall;
import org.comosix.appliance.nfs.rpc.RpcProgram;
import org.comosix.appliance.ops.Counters;

/**
 * NFS version 3 over published generations, read-only. Any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-3.3">RFC 1813, section 3.3</a>
 */
public final class Nfs3Server implements RpcProgram {

  public static final int PROGRAM = 100_003;
  public static final int VERSION = 3;

  private final ObjectProcedures objects;
  private final LookupProcedure lookups;
  private final ReadProcedure reads;
  private final ListingProcedures listings;
  private final FileSystemProcedures fileSystems;
  private final WritingProcedures writings;

  public Nfs3Server(FileHandles handles, Residency residency, Counters<NfsEvent> counters) {
    Failures failures = new Failures(counters);
    objects = new ObjectProcedures(handles, failures);
    lookups = new LookupProcedure(handles, failures);
    reads = new ReadProcedure(handles, failures, residency);
    listings = new ListingProcedures(handles, failures);
    fileSystems = new FileSystemProcedures(handles, failures);
    writings = new WritingProcedures(handles, failures);
  }

  @Override
  public int number() {
    return PROGRAM;
  }

  @Override
  public int lowestVersion() {
    return VERSION;
  }

  @Override
  public int highestVersion() {
    return VERSION;
  }

  @Override
  public AcceptStat call(RpcCall call, XdrReader in, XdrWriter out) {
    switch (call.procedure()) {
      case 0 -> {} // NULL
      case 1 -> objects.getattr(in, out);
      case 2 -> writings.setattr(in, out);
      case 3 -> lookups.lookup(call, in, out);
      case 4 -> objects.access(call, in, out);
      case 5 -> objects.readlink(in, out);
      case 6 -> reads.read(call, in, out);
      case 7 -> writings.write(in, out);
      case 8 -> writings.create(in, out);
      case 9 -> writings.mkdir(in, out);
      case 10 -> writings.symlink(in, out);
      case 11 -> writings.mknod(in, out);
      case 12, 13 -> writings.remove(in, out); // REMOVE, RMDIR
      case 14 -> writings.rename(in, out);
      case 15 -> writings.link(in, out);
      case 16 -> listings.readdir(call, in, out);
      case 17 -> listings.readdirplus(call, in, out);
      case 18 -> fileSystems.fsstat(in, out);
      case 19 -> fileSystems.fsinfo(call, in, out);
      case 20 -> fileSystems.pathconf(in, out);
      case 21 -> writings.commit(in, out);
      default -> {
        return AcceptStat.PROC_UNAVAIL;
      }
    }
    return AcceptStat.SUCCESS;
  }
}
