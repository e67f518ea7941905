package org.comosix.appliance.dns.update;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.spec.SecretKeySpec;
import org.comosix.appliance.domain.TsigKey;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TextParseException;

/**
 * Sends signed updates to one server and waits for its signed answer: by UDP, several times; by TCP
 * what is long, or what the server could not answer in one datagram. An update may be sent twice:
 * each step of a change stands that. One thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945#section-5.3">RFC 8945, section 5.3</a>
 */
final class UpdateClient implements AutoCloseable {

  /** RFC 1035, section 4.2.1; no EDNS is spoken. */
  private static final int LONGEST_BY_UDP = 512;

  private static final int LONGEST = 65_535;
  private static final int TRIES = 3;

  private final InetSocketAddress server;
  private final TSIG tsig;
  private final LongSupplier nanoTime;
  private final Timeouts timeouts;
  private final byte[] buffer = new byte[LONGEST];
  private Optional<DatagramSocket> udp = Optional.empty();

  /**
   * How long to wait.
   *
   * @param answer for one answer by UDP, or one step of TCP
   * @param signed after an answer that is not signed, for one that is
   */
  record Timeouts(Duration answer, Duration signed) {
    static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(250));
  }

  UpdateClient(
      InetSocketAddress server,
      TsigKey key,
      Clock clock,
      LongSupplier nanoTime,
      Timeouts timeouts) {
    this.server = server;
    this.tsig = tsig(key, clock);
    this.nanoTime = nanoTime;
    this.timeouts = timeouts;
  }

  private static TSIG tsig(TsigKey key, Clock clock) {
    return new TSIG(
        absolute(key.algorithm().domainName()),
        absolute(key.name()),
        new SecretKeySpec(key.secret(), key.algorithm().jcaName()),
        clock);
  }

  private static Name absolute(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a domain name: " + name, e);
    }
  }

  /**
   * Sends an update.
   *
   * @param update not signed yet
   * @return what the server says; verified wherever a verified answer came in time
   * @throws IOException it does not answer
   */
  UpdateAnswer send(Message update) throws IOException {
    return read(exchange(update));
  }

  /**
   * Asks for records, of the server itself: not recursively.
   *
   * @return those of the answer section, verified; none where the name does not exist
   * @throws IOException it does not answer, or does not say what there is
   */
  List<Record> ask(Name name, int type) throws IOException {
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    query.getHeader().unsetFlag(Flags.RD);
    Message answer = exchange(query);
    int rcode = answer.getHeader().getRcode();
    if (!answer.isVerified() || (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN)) {
      throw new RefusedQuestionException(
          Rcode.string(rcode) + (answer.isVerified() ? "" : " without a signature"));
    }
    return answer.getSection(Section.ANSWER);
  }

  /** The server answers, but does not say what there is. */
  static final class RefusedQuestionException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedQuestionException(String message) {
      super(message);
    }
  }

  private Message exchange(Message update) throws IOException {
    tsig.apply(update, null);
    byte[] message = update.toWire();
    if (message.length > LONGEST_BY_UDP) {
      return byTcp(update, message);
    }
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<Message> answer = byUdp(update, message);
      if (answer.isPresent()) {
        boolean cut = answer.get().getHeader().getFlag(Flags.TC);
        return cut ? byTcp(update, message) : answer.get();
      }
    }
    throw new SocketTimeoutException("no answer");
  }

  private Optional<Message> byUdp(Message update, byte[] message) throws IOException {
    DatagramSocket socket = socket();
    try {
      socket.send(new DatagramPacket(message, message.length));
      return receive(socket, update);
    } catch (IOException e) {
      // An ICMP error stays with the socket.
      close();
      throw e;
    }
  }

  private DatagramSocket socket() throws IOException {
    if (udp.isEmpty()) {
      DatagramSocket socket = new DatagramSocket();
      socket.connect(server);
      udp = Optional.of(socket);
    }
    return udp.get();
  }

  private Optional<Message> receive(DatagramSocket socket, Message update) throws IOException {
    long end = nanoTime.getAsLong() + timeouts.answer().toNanos();
    Optional<Message> unsigned = Optional.empty();
    while (true) {
      long left = Duration.ofNanos(end - nanoTime.getAsLong()).toMillis();
      if (left <= 0) {
        return unsigned;
      }
      socket.setSoTimeout((int) left);
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return unsigned;
      }
      Optional<Message> answer =
          answer(Arrays.copyOf(packet.getData(), packet.getLength()), update);
      if (answer.filter(Message::isVerified).isPresent()) {
        return answer;
      }
      // Perhaps forged: the true one may still come (RFC 8945, section 5.3).
      if (answer.isPresent() && unsigned.isEmpty()) {
        unsigned = answer;
        end = Math.min(end, nanoTime.getAsLong() + timeouts.signed().toNanos());
      }
    }
  }

  private Message byTcp(Message update, byte[] message) throws IOException {
    try (Socket socket = new Socket()) {
      int timeout = (int) timeouts.answer().toMillis();
      socket.setSoTimeout(timeout);
      socket.connect(server, timeout);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] framed = new byte[Short.BYTES + message.length];
      framed[0] = (byte) (message.length >>> Byte.SIZE);
      framed[1] = (byte) message.length;
      System.arraycopy(message, 0, framed, Short.BYTES, message.length);
      out.write(framed);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = new byte[in.readUnsignedShort()];
      in.readFully(answer);
      return answer(answer, update)
          .orElseThrow(() -> new IOException("what it answers by TCP is no answer to this message"));
    }
  }

  /** Empty when this is something else. Verified, where it is signed well. */
  private Optional<Message> answer(byte[] bytes, Message update) {
    try {
      Message answer = new Message(bytes);
      boolean ours =
          answer.getHeader().getID() == update.getHeader().getID()
              && answer.getHeader().getFlag(Flags.QR)
              && answer.getHeader().getOpcode() == update.getHeader().getOpcode();
      if (ours && answer.getTSIG() != null) {
        tsig.verify(answer, bytes, update.getTSIG());
      }
      return ours ? Optional.of(answer) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static UpdateAnswer read(Message answer) {
    TSIGRecord signature = answer.getTSIG();
    int error = signature == null ? Rcode.NOERROR : signature.getError();
    return new UpdateAnswer(answer.getHeader().getRcode(), error, answer.isVerified());
  }

  @Override
  public void close() {
    udp.ifPresent(DatagramSocket::close);
    udp = Optional.empty();
  }
}
