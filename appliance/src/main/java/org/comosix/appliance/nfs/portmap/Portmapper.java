package org.comosix.appliance.nfs.portmap;

import static org.comosix.appliance.nfs.rpc.AcceptStat.PROC_UNAVAIL;
import static org.comosix.appliance.nfs.rpc.AcceptStat.SILENCE;
import static org.comosix.appliance.nfs.rpc.AcceptStat.SUCCESS;

import java.util.Optional;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.portmap.PortTable.Registration;
import org.comosix.appliance.nfs.rpc.AcceptStat;
import org.comosix.appliance.nfs.rpc.Peer;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;
import org.comosix.appliance.nfs.rpc.RpcCall;
import org.comosix.appliance.nfs.rpc.RpcProgram;
import org.comosix.appliance.ops.Counters;

/**
 * Tells where our programs listen. Nobody else can register here: SET and UNSET answer FALSE.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1833#section-3">RFC 1833, sections 2 and 3</a>
 */
public final class Portmapper implements RpcProgram {

  public static final int PROGRAM = 100_000;
  public static final int LOWEST = 2;
  public static final int HIGHEST = 4;

  private static final int NULL = 0;
  private static final int SET = 1;
  private static final int UNSET = 2;
  private static final int GETPORT = 3; // GETADDR in versions 3 and 4
  private static final int DUMP = 4;
  private static final int CALLIT = 5; // BCAST in version 4
  private static final int GETVERSADDR = 9; // version 4
  private static final int INDIRECT = 10; // version 4

  private static final int MAX_STRING = 1024;
  private static final String OWNER = "comosix";

  private final PortTable ports;
  private final Counters<NfsEvent> counters;

  public Portmapper(PortTable ports, Counters<NfsEvent> counters) {
    this.ports = ports;
    this.counters = counters;
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
    return call.version() == LOWEST ? portmap(call, in, out) : rpcbind(call, in, out);
  }

  private AcceptStat portmap(RpcCall call, XdrReader in, XdrWriter out) {
    return switch (call.procedure()) {
      case NULL -> SUCCESS;
      case SET, UNSET -> {
        in.skip(4 * Integer.BYTES);
        out.putBoolean(false);
        yield SUCCESS;
      }
      case GETPORT -> {
        getport(call.peer(), in, out);
        yield SUCCESS;
      }
      case DUMP -> {
        dump(call.peer(), out);
        yield SUCCESS;
      }
      case CALLIT -> silence();
      default -> PROC_UNAVAIL;
    };
  }

  private AcceptStat rpcbind(RpcCall call, XdrReader in, XdrWriter out) {
    return switch (call.procedure()) {
      case NULL -> SUCCESS;
      case SET, UNSET -> {
        Wanted.read(in, call.peer());
        out.putBoolean(false);
        yield SUCCESS;
      }
      case GETPORT -> {
        Wanted wanted = Wanted.read(in, call.peer());
        putAddress(
            out,
            ports.findAnyVersion(
                call.peer().local(), wanted.carrier, wanted.program, wanted.version));
        yield SUCCESS;
      }
      case DUMP -> {
        dumpAddresses(call.peer(), out);
        yield SUCCESS;
      }
      case CALLIT -> silence();
      case GETVERSADDR -> {
        if (call.version() != HIGHEST) {
          yield PROC_UNAVAIL;
        }
        Wanted wanted = Wanted.read(in, call.peer());
        putAddress(
            out, ports.find(call.peer().local(), wanted.carrier, wanted.program, wanted.version));
        yield SUCCESS;
      }
      case INDIRECT -> call.version() == HIGHEST ? silence() : PROC_UNAVAIL;
      default -> PROC_UNAVAIL;
    };
  }

  private AcceptStat silence() {
    counters.count(NfsEvent.CALLIT_NOT_SERVED);
    return SILENCE;
  }

  private void getport(Peer peer, XdrReader in, XdrWriter out) {
    int program = in.getInt();
    int version = in.getInt();
    int protocol = in.getInt();
    in.getInt(); // port, ignored
    int port = 0;
    for (Carrier carrier : Carrier.values()) {
      if (carrier.protocol() == protocol) {
        port =
            ports
                .findAnyVersion(peer.local(), carrier, program, version)
                .map(Registration::port)
                .orElse(0);
      }
    }
    out.putInt(port);
  }

  private void dump(Peer peer, XdrWriter out) {
    for (Registration r : ports.on(peer.local())) {
      out.putBoolean(true);
      out.putInt(r.program());
      out.putInt(r.version());
      out.putInt(r.carrier().protocol());
      out.putInt(r.port());
    }
    out.putBoolean(false);
  }

  private void dumpAddresses(Peer peer, XdrWriter out) {
    for (Registration r : ports.on(peer.local())) {
      out.putBoolean(true);
      out.putInt(r.program());
      out.putInt(r.version());
      out.putString(r.carrier().netid());
      out.putString(universalAddress(r));
      out.putString(OWNER);
    }
    out.putBoolean(false);
  }

  /** The empty string says that there is none. */
  private static void putAddress(XdrWriter out, Optional<Registration> found) {
    out.putString(found.map(Portmapper::universalAddress).orElse(""));
  }

  /** {@code 10.77.0.1.8.1}: the address and the port's two bytes; RFC 5665, section 5.2.3.3. */
  private static String universalAddress(Registration r) {
    return r.address() + "." + (r.port() >> 8) + "." + (r.port() & 0xff);
  }

  /** struct rpcb, of which owner and address are for SET. */
  private record Wanted(int program, int version, Carrier carrier) {

    static Wanted read(XdrReader in, Peer peer) {
      int program = in.getInt();
      int version = in.getInt();
      String netid = in.getString(MAX_STRING);
      in.skipOpaque(MAX_STRING);
      in.skipOpaque(MAX_STRING);
      Carrier carrier = peer.carrier();
      for (Carrier named : Carrier.values()) {
        if (named.netid().equals(netid)) {
          carrier = named;
        }
      }
      return new Wanted(program, version, carrier);
    }
  }
}
