package org.comosix.appliance.nfs.rpc;

import static org.comosix.appliance.nfs.NfsEvent.AUTH_BADCRED;
import static org.comosix.appliance.nfs.NfsEvent.AUTH_REJECTEDCRED;
import static org.comosix.appliance.nfs.NfsEvent.GARBAGE_ARGS;
import static org.comosix.appliance.nfs.NfsEvent.HEADER_MALFORMED;
import static org.comosix.appliance.nfs.NfsEvent.NOT_A_CALL;
import static org.comosix.appliance.nfs.NfsEvent.PROC_UNAVAIL;
import static org.comosix.appliance.nfs.NfsEvent.PROG_MISMATCH;
import static org.comosix.appliance.nfs.NfsEvent.PROG_UNAVAIL;
import static org.comosix.appliance.nfs.NfsEvent.RPC_MISMATCH;
import static org.comosix.appliance.nfs.NfsEvent.SYSTEM_ERR;

import java.util.HexFormat;
import java.util.List;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.codec.MalformedCallException;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.ops.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one RPC message and writes the reply. Any thread; a reader and a writer belong to one call
 * at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-9">RFC 5531, section 9</a>
 */
public final class RpcServer {

  /** What to do with the connection and the bytes written. */
  public enum Outcome {
    REPLY,
    /** Nothing is sent; why is counted. */
    SILENCE,
    /** The message has no readable header: nothing more on this connection can be trusted. */
    GARBLED
  }

  private static final Logger log = LoggerFactory.getLogger(RpcServer.class);

  private static final int MAX_LOGGED = 512;
  private static final int CALL = 0;
  private static final int REPLY = 1;
  private static final int RPC_VERSION = 2;
  private static final int MSG_ACCEPTED = 0;
  private static final int MSG_DENIED = 1;
  private static final int REJECT_RPC_MISMATCH = 0;
  private static final int REJECT_AUTH_ERROR = 1;
  private static final int AUTH_NONE = 0;
  private static final int AUTH_SYS = 1;
  private static final int MAX_AUTH_BODY = 400;
  private static final int STAT_BADCRED = 1;
  private static final int STAT_REJECTEDCRED = 2;
  private static final int ACCEPT_SUCCESS = 0;
  private static final int ACCEPT_PROG_UNAVAIL = 1;
  private static final int ACCEPT_PROG_MISMATCH = 2;
  private static final int ACCEPT_PROC_UNAVAIL = 3;
  private static final int ACCEPT_GARBAGE_ARGS = 4;
  private static final int ACCEPT_SYSTEM_ERR = 5;

  private final RpcProgram[] programs;
  private final Counters<NfsEvent> counters;

  public RpcServer(List<RpcProgram> programs, Counters<NfsEvent> counters) {
    this.programs = programs.toArray(RpcProgram[]::new);
    this.counters = counters;
  }

  /** Answers the message in {@code in}; what is not to be sent is not in {@code out}. */
  public Outcome handle(Peer peer, XdrReader in, XdrWriter out) {
    int start = out.position();
    Outcome outcome;
    try {
      outcome = header(peer, in, out);
    } catch (MalformedCallException e) {
      counters.count(HEADER_MALFORMED);
      log.atDebug()
          .addKeyValue("address", peer.address())
          .addKeyValue("reason", e.getMessage())
          .log("nfs.call.malformed");
      outcome = Outcome.GARBLED;
    }
    if (outcome != Outcome.REPLY) {
      out.rewind(start);
    }
    return outcome;
  }

  private Outcome header(Peer peer, XdrReader in, XdrWriter out) {
    int xid = in.getInt();
    if (in.getInt() != CALL) {
      counters.count(NOT_A_CALL);
      return Outcome.SILENCE;
    }
    if (in.getInt() != RPC_VERSION) {
      return rpcMismatch(xid, out);
    }
    int number = in.getInt();
    int version = in.getInt();
    int procedure = in.getInt();
    int flavour = in.getInt();
    int length = in.getLength(MAX_AUTH_BODY);
    Credential credential;
    if (flavour == AUTH_SYS) {
      try {
        credential = AuthSys.read(in, length);
      } catch (MalformedCallException e) {
        return authError(xid, STAT_BADCRED, AUTH_BADCRED, out);
      }
    } else if (flavour == AUTH_NONE) {
      in.skip(length);
      credential = Credential.NOBODY;
    } else {
      return authError(xid, STAT_REJECTEDCRED, AUTH_REJECTEDCRED, out);
    }
    in.getInt();
    in.skipOpaque(MAX_AUTH_BODY); // The verifier says nothing in the flavours we take.
    RpcProgram program = find(number);
    if (program == null) {
      return accepted(xid, ACCEPT_PROG_UNAVAIL, PROG_UNAVAIL, out);
    }
    if (version < program.lowestVersion() || version > program.highestVersion()) {
      return progMismatch(xid, program, out);
    }
    return run(program, new RpcCall(xid, number, version, procedure, credential, peer), in, out);
  }

  private Outcome run(RpcProgram program, RpcCall call, XdrReader in, XdrWriter out) {
    int start = out.position();
    accept(call.xid(), ACCEPT_SUCCESS, out);
    try {
      AcceptStat stat = program.call(call, in, out);
      logCall(call, stat);
      return switch (stat) {
        case SUCCESS -> Outcome.REPLY;
        case SILENCE -> Outcome.SILENCE;
        case PROC_UNAVAIL -> {
          out.rewind(start);
          yield accepted(call.xid(), ACCEPT_PROC_UNAVAIL, PROC_UNAVAIL, out);
        }
      };
    } catch (MalformedCallException e) {
      out.rewind(start);
      return accepted(call.xid(), ACCEPT_GARBAGE_ARGS, GARBAGE_ARGS, out);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("xid", Integer.toHexString(call.xid()))
          .addKeyValue("address", call.peer().address())
          .addKeyValue("program", call.program())
          .addKeyValue("procedure", call.procedure())
          .addKeyValue("call", HexFormat.of().formatHex(in.copy(MAX_LOGGED)))
          .setCause(e)
          .log("nfs.call.failed");
      out.rewind(start);
      return accepted(call.xid(), ACCEPT_SYSTEM_ERR, SYSTEM_ERR, out);
    }
  }

  private @Nullable RpcProgram find(int number) {
    for (RpcProgram program : programs) {
      if (program.number() == number) {
        return program;
      }
    }
    return null;
  }

  private Outcome accepted(int xid, int stat, NfsEvent event, XdrWriter out) {
    counters.count(event);
    accept(xid, stat, out);
    return Outcome.REPLY;
  }

  private static void accept(int xid, int stat, XdrWriter out) {
    out.putInt(xid);
    out.putInt(REPLY);
    out.putInt(MSG_ACCEPTED);
    out.putInt(AUTH_NONE); // Verifier: flavour and empty body.
    out.putInt(0);
    out.putInt(stat);
  }

  private Outcome progMismatch(int xid, RpcProgram program, XdrWriter out) {
    accepted(xid, ACCEPT_PROG_MISMATCH, PROG_MISMATCH, out);
    out.putInt(program.lowestVersion());
    out.putInt(program.highestVersion());
    return Outcome.REPLY;
  }

  private Outcome rpcMismatch(int xid, XdrWriter out) {
    counters.count(RPC_MISMATCH);
    deny(xid, REJECT_RPC_MISMATCH, out);
    out.putInt(RPC_VERSION);
    out.putInt(RPC_VERSION);
    return Outcome.REPLY;
  }

  private Outcome authError(int xid, int stat, NfsEvent event, XdrWriter out) {
    counters.count(event);
    deny(xid, REJECT_AUTH_ERROR, out);
    out.putInt(stat);
    return Outcome.REPLY;
  }

  private static void deny(int xid, int reject, XdrWriter out) {
    out.putInt(xid);
    out.putInt(REPLY);
    out.putInt(MSG_DENIED);
    out.putInt(reject);
  }

  private static void logCall(RpcCall call, AcceptStat stat) {
    if (log.isDebugEnabled()) {
      log.atDebug()
          .addKeyValue("xid", Integer.toHexString(call.xid()))
          .addKeyValue("address", call.peer().address())
          .addKeyValue("program", call.program())
          .addKeyValue("version", call.version())
          .addKeyValue("procedure", call.procedure())
          .addKeyValue("caller", call.credential())
          .addKeyValue("stat", stat)
          .log("nfs.call");
    }
  }
}
