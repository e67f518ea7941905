package org.comosix.appliance.nfs.mount;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.image.Generations;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.Target;
import org.comosix.appliance.nfs.mount.MountTable.Mount;
import org.comosix.appliance.nfs.rpc.AcceptStat;
import org.comosix.appliance.nfs.rpc.RpcCall;
import org.comosix.appliance.nfs.rpc.RpcProgram;
import org.comosix.appliance.ops.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MOUNT version 3, and 1 and 2, which clients use to unmount and to list. Any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-5">RFC 1813, section 5</a>
 */
public final class MountServer implements RpcProgram {

  public static final int PROGRAM = 100_005;
  public static final int LOWEST = 1;
  public static final int HIGHEST = 3;

  private static final Logger log = LoggerFactory.getLogger(MountServer.class);

  private static final int MAX_PATH = 1024; // MNTPATHLEN
  private static final int AUTH_SYS = 1;
  private static final int AUTH_NONE = 0;
  private static final int END_OF_LIST = 2 * Integer.BYTES;

  private final ExportTree exports;
  private final FileHandles handles;
  private final BootObserver observer;
  private final InstantSource clock;
  private final Counters<NfsEvent> counters;
  private final MountTable mounts = new MountTable();
  private final RefusalLog refusals;

  public MountServer(
      Generations generations,
      FileHandles handles,
      BootObserver observer,
      InstantSource clock,
      Counters<NfsEvent> counters) {
    this.exports = new ExportTree(generations);
    this.handles = handles;
    this.observer = observer;
    this.clock = clock;
    this.counters = counters;
    this.refusals = new RefusalLog(clock);
  }

  @Override
  public int number() {
    return PROGRAM;
  }

  @Override
  public int lowestVersion() {
    return LOWEST;
  }

  @Override
  public int highestVersion() {
    return HIGHEST;
  }

  @Override
  public AcceptStat call(RpcCall call, XdrReader in, XdrWriter out) {
    switch (call.procedure()) {
      case 0 -> {} // NULL
      case 1 -> mnt(call, in, out);
      case 2 -> dump(out);
      case 3 -> mounts.remove(new Mount(call.peer().address(), in.getString(MAX_PATH)));
      case 4 -> mounts.removeAll(call.peer().address());
      case 5 -> export(out);
      default -> {
        return AcceptStat.PROC_UNAVAIL;
      }
    }
    return AcceptStat.SUCCESS;
  }

  private void mnt(RpcCall call, XdrReader in, XdrWriter out) {
    Mount mount = new Mount(call.peer().address(), in.getString(MAX_PATH));
    ExportTree.Found found = exports.find(mount.path(), call.credential());
    out.putInt(found.status().code());
    Optional<Target> directory = found.directory();
    if (directory.isEmpty()) {
      counters.count(NfsEvent.MOUNT_REFUSED);
      refusals.refused(mount, found.status());
      return;
    }
    putHandle(call.version(), directory.get(), out);
    mounts.add(mount);
    log.atInfo()
        .addKeyValue("address", mount.address())
        .addKeyValue("export", RefusalLog.printable(mount.path()))
        .log("nfs.mount");
    observer.observed(
        new BootFact(
            clock.instant(),
            BootStage.NFS_MOUNT,
            mount.address(),
            Optional.empty(),
            RefusalLog.printable(mount.path())));
  }

  private void putHandle(int version, Target directory, XdrWriter out) {
    long fsid = directory.fileSystem().fsid();
    if (version < HIGHEST) {
      handles.writeFixed(out, fsid, directory.inode());
      return;
    }
    handles.write(out, fsid, directory.inode());
    out.putInt(2); // flavours, the preferred one first
    out.putInt(AUTH_SYS);
    out.putInt(AUTH_NONE);
  }

  private void dump(XdrWriter out) {
    Iterator<Mount> all = mounts.all().iterator();
    boolean room = true;
    while (room && all.hasNext()) {
      Mount mount = all.next();
      String host = mount.address().toString();
      room = hasRoom(out, host, mount.path());
      if (room) {
        out.putBoolean(true);
        out.putString(host);
        out.putString(mount.path());
      }
    }
    out.putBoolean(false);
  }

  /** Each export with an empty list of groups: for everyone. */
  private void export(XdrWriter out) {
    List<String> paths = exports.paths();
    boolean room = true;
    for (int i = 0; room && i < paths.size(); i++) {
      String path = paths.get(i);
      room = hasRoom(out, path, "");
      if (room) {
        out.putBoolean(true);
        out.putString(path);
        out.putBoolean(false);
      }
    }
    out.putBoolean(false);
  }

  private boolean hasRoom(XdrWriter out, String first, String second) {
    int size =
        Integer.BYTES
            + XdrWriter.opaqueSize(first.length())
            + XdrWriter.opaqueSize(second.length());
    if (size + END_OF_LIST <= out.remaining()) {
      return true;
    }
    counters.count(NfsEvent.LIST_CUT);
    return false;
  }
}
