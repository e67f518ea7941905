package org.comosix.appliance.nfs.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.Xdr.accepted;
import static org.comosix.appliance.nfs.Xdr.call;
import static org.comosix.appliance.nfs.Xdr.xdr;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.Xdr;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.rpc.RpcServer.Outcome;
import org.comosix.appliance.ops.Counters;
import org.junit.jupiter.api.Test;

/** RFC 5531, section 9. */
final class RpcServerTest {

  private static final int PROGRAM = 400_000;
  private static final Peer PEER =
      new Peer(
          Ipv4Address.parse("10.77.0.11"), 900, Ipv4Address.parse("10.77.0.1"), Peer.Carrier.TCP);

  private final Counters<NfsEvent> counters = new Counters<>(NfsEvent.class);
  private final RpcServer server = new RpcServer(List.of(new Doubler()), counters);
  private Optional<Credential> seen = Optional.empty();
  private Outcome outcome = Outcome.SILENCE;

  /** Versions 2 to 4; procedure 1 doubles, 2 fails, 3 says nothing, 4 writes before it decodes. */
  private final class Doubler implements RpcProgram {
    @Override
    public int number() {
      return PROGRAM;
    }

    @Override
    public int lowestVersion() {
      return 2;
    }

    @Override
    public int highestVersion() {
      return 4;
    }

    @Override
    public AcceptStat call(RpcCall call, XdrReader in, XdrWriter out) {
      seen = Optional.of(call.credential());
      switch (call.procedure()) {
        case 1 -> out.putInt(2 * in.getInt());
        case 2 -> throw new IllegalStateException("our mistake");
        case 3 -> {
          out.putInt(99);
          return AcceptStat.SILENCE;
        }
        case 4 -> {
          out.putInt(99);
          in.getLong();
        }
        default -> {
          return AcceptStat.PROC_UNAVAIL;
        }
      }
      return AcceptStat.SUCCESS;
    }
  }

  @Test
  void successCarriesTheResults() {
    assertThat(handle(call(8, PROGRAM, 3, 1, 0).u32(21))).isEqualTo(accepted(8, 0).u32(42).bytes());
  }

  @Test
  void anUnknownProgramIsProgUnavail() {
    assertThat(handle(call(8, PROGRAM + 1, 3, 1, 0))).isEqualTo(accepted(8, 1).bytes());
    assertThat(counters.of(NfsEvent.PROG_UNAVAIL)).isEqualTo(1);
  }

  @Test
  void anotherVersionIsProgMismatchWithTheLowestAndTheHighest() {
    byte[] expected = accepted(8, 2).u32(2, 4).bytes();

    assertThat(handle(call(8, PROGRAM, 1, 1, 0))).isEqualTo(expected);
    assertThat(handle(call(8, PROGRAM, 5, 1, 0))).isEqualTo(expected);
    assertThat(handle(call(8, PROGRAM, -1, 1, 0))).isEqualTo(expected);
  }

  @Test
  void anUnknownProcedureIsProcUnavail() {
    assertThat(handle(call(8, PROGRAM, 3, 9, 0))).isEqualTo(accepted(8, 3).bytes());
  }

  @Test
  void argumentsThatCannotBeDecodedAreGarbageArgsAndNothingElse() {
    assertThat(handle(call(8, PROGRAM, 3, 1, 0))).isEqualTo(accepted(8, 4).bytes());
    assertThat(handle(call(8, PROGRAM, 3, 4, 0).u32(1))).isEqualTo(accepted(8, 4).bytes());
  }

  @Test
  void ourOwnMistakeIsSystemErr() {
    assertThat(handle(call(8, PROGRAM, 3, 2, 0))).isEqualTo(accepted(8, 5).bytes());
    assertThat(counters.of(NfsEvent.SYSTEM_ERR)).isEqualTo(1);
  }

  @Test
  void aProgramMaySaySilence() {
    assertThat(handle(call(8, PROGRAM, 3, 3, 0))).isEmpty();
    assertThat(outcome).isEqualTo(Outcome.SILENCE);
  }

  @Test
  void anotherRpcVersionIsRpcMismatch() {
    assertThat(handle(xdr().u32(8, 0, 3))).isEqualTo(xdr().u32(8, 1, 1, 0, 2, 2).bytes());
  }

  @Test
  void aReplyIsNoCall() {
    assertThat(handle(accepted(8, 0))).isEmpty();
    assertThat(counters.of(NfsEvent.NOT_A_CALL)).isEqualTo(1);
  }

  @Test
  void authNoneIsNobody() {
    assertThat(handle(xdr().u32(8, 0, 2, PROGRAM, 3, 1).u32(0, 0).u32(0, 0).u32(1)))
        .isEqualTo(accepted(8, 0).u32(2).bytes());
    assertThat(seen).hasValue(Credential.NOBODY);
  }

  @Test
  void authSysTellsUserAndGroups() {
    handle(call(8, PROGRAM, 3, 1, 1000, 50, 3, 4).u32(1));

    Credential credential = seen.orElseThrow();
    assertThat(credential).hasToString("1000:50");
    assertThat(credential.isUser(1000)).isTrue();
    assertThat(credential.isIn(50) && credential.isIn(3) && credential.isIn(4)).isTrue();
    assertThat(credential.isIn(5)).isFalse();
  }

  @Test
  void anotherFlavourIsRejectedcred() {
    int rpcsecGss = 6;
    assertThat(handle(xdr().u32(8, 0, 2, PROGRAM, 3, 1).u32(rpcsecGss, 0).u32(0, 0).u32(1)))
        .isEqualTo(xdr().u32(8, 1, 1, 1, 2).bytes());
    assertThat(counters.of(NfsEvent.AUTH_REJECTEDCRED)).isEqualTo(1);
  }

  @Test
  void aBrokenAuthSysCredentialIsBadcred() {
    byte[] badcred = xdr().u32(8, 1, 1, 1, 1).bytes();
    Xdr seventeenGroups = xdr().u32(0).string("pc1").u32(1, 1).u32(17).raw(new byte[17 * 4]);
    Xdr trailing = xdr().u32(0).string("pc1").u32(1, 1).u32(0).u32(7);
    for (Xdr body : List.of(seventeenGroups, trailing, xdr(), xdr().u32(0, 256))) {
      Xdr message = xdr().u32(8, 0, 2, PROGRAM, 3, 1).u32(1).opaque(body.bytes()).u32(0, 0).u32(1);
      assertThat(handle(message)).as(body.toString()).isEqualTo(badcred);
    }
  }

  @Test
  void aHeaderThatEndsTooEarlyIsGarbled() {
    byte[] whole = call(8, PROGRAM, 3, 1, 0).bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] reply = handle(xdr().raw(Arrays.copyOf(whole, length)));
      if (outcome == Outcome.REPLY) { // inside the credential
        assertThat(reply).isEqualTo(xdr().u32(8, 1, 1, 1, 1).bytes());
      } else {
        assertThat(reply).isEmpty();
        assertThat(outcome).isEqualTo(Outcome.GARBLED);
      }
    }
  }

  @Test
  void anAuthBodyOfMoreThan400BytesIsGarbled() {
    handle(xdr().u32(8, 0, 2, PROGRAM, 3, 1).u32(0).opaque(new byte[401]).u32(0, 0).u32(1));
    assertThat(outcome).isEqualTo(Outcome.GARBLED);
  }

  private byte[] handle(Xdr message) {
    byte[] bytes = message.bytes();
    ByteBuffer reply = ByteBuffer.allocate(XdrWriter.LARGEST_REPLY);
    XdrReader in = new XdrReader().over(ByteBuffer.wrap(bytes), 0, bytes.length);
    outcome = server.handle(PEER, in, new XdrWriter(reply));
    return Arrays.copyOf(reply.array(), reply.position());
  }
}
