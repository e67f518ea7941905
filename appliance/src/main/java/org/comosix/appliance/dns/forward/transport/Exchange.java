package org.comosix.appliance.dns.forward.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.Optional;
import org.comosix.appliance.dns.codec.Header;
import org.comosix.appliance.dns.codec.MalformedMessageException;
import org.comosix.appliance.dns.codec.OutgoingQuery;
import org.comosix.appliance.dns.codec.ReceivedResponse;
import org.comosix.appliance.dns.codec.ResponseDecoder;
import org.comosix.appliance.dns.forward.ForwardEvent;
import org.comosix.appliance.dns.forward.Question;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * One question put to one server: by UDP from a port of its own, chosen by the system at random,
 * and by TCP where UDP does not do. The sockets hear that server only. On the loop only.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5452#section-9.2">RFC 5452, section 9.2</a>
 */
final class Exchange {

  /** Who is told how it ended; at most one of the two, once. */
  interface Listener {

    void answered(Exchange exchange, ReceivedResponse response);

    /** Nobody listens there, or it hung up. */
    void unreachable(Exchange exchange);
  }

  /** We ask for 1232 at most; a server may disobey. */
  private static final int MAX_DATAGRAM = 4096;

  /** Somebody is guessing: what comes by TCP he cannot forge. */
  private static final int STRANGERS_BORNE = 8;

  private static final Duration TCP_PATIENCE = Duration.ofSeconds(2);

  private final Wire wire;
  private final Upstream upstream;
  private final Question question;
  private final Listener listener;
  private final OutgoingQuery query;
  private final long sent;
  private Optional<Channel> channel = Optional.empty();
  private boolean byTcp;
  private boolean over;
  private int strangers;

  Exchange(Wire wire, Upstream upstream, Question question, Listener listener) {
    this.wire = wire;
    this.upstream = upstream;
    this.question = question;
    this.listener = listener;
    this.sent = wire.now();
    this.query =
        OutgoingQuery.of(
            question.name(),
            question.type(),
            question.dnssecOk(),
            question.checkingDisabled(),
            wire.random());
  }

  Upstream upstream() {
    return upstream;
  }

  /** When it began, by the clock that only goes forward. */
  long sent() {
    return sent;
  }

  void begin() {
    carry(
        wire.udp()
            .connect(
                wire.loop(),
                Ipv4Address.ANY,
                upstream.address(),
                MAX_DATAGRAM,
                new DatagramAnswers(this)),
        query.message());
  }

  private void askByTcp() {
    wire.counters().count(ForwardEvent.ASKED_BY_TCP);
    byTcp = true;
    hangUp();
    byte[] message = query.message();
    byte[] framed = new byte[Short.BYTES + message.length];
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, Short.BYTES, message.length);
    StreamAnswers answers = new StreamAnswers(this);
    carry(wire.tcp().connect(wire.loop(), upstream.address(), TCP_PATIENCE, answers), framed);
  }

  private void carry(ChannelFuture connecting, byte[] octets) {
    channel = Optional.of(connecting.channel());
    connecting.addListener(
        connected -> {
          if (connected.isSuccess()) {
            send(connecting.channel(), octets);
          } else {
            failed(connecting.channel());
          }
        });
  }

  private static void send(Channel connected, byte[] octets) {
    var unused = connected.writeAndFlush(Unpooled.directBuffer(octets.length).writeBytes(octets));
  }

  /** The receiver's own octets. */
  void received(byte[] message) {
    if (over || message.length < Header.LENGTH) {
      return;
    }
    switch (query.fit(message)) {
      case STRANGER -> stranger();
      case CASE_DIFFERS -> caseDiffers(message);
      case ANSWER -> answer(message);
    }
  }

  private void stranger() {
    wire.counters().count(ForwardEvent.FORGED);
    strangers++;
    if (!byTcp && strangers >= STRANGERS_BORNE) {
      askByTcp();
    }
  }

  private void caseDiffers(byte[] message) {
    if (byTcp) {
      decode(message);
    } else {
      wire.counters().count(ForwardEvent.CASE_DIFFERS);
      askByTcp();
    }
  }

  private void answer(byte[] message) {
    if (!byTcp && Header.isTruncated(message)) {
      askByTcp();
    } else {
      decode(message);
    }
  }

  private void decode(byte[] message) {
    try {
      ReceivedResponse response = ResponseDecoder.decode(message, question.name());
      close();
      listener.answered(this, response);
    } catch (MalformedMessageException e) {
      wire.counters().count(ForwardEvent.MALFORMED);
    }
  }

  /** One of its sockets is of no more use; an earlier one was given up by ourselves. */
  void failed(Channel failing) {
    if (!over && channel.filter(failing::equals).isPresent()) {
      close();
      listener.unreachable(this);
    }
  }

  /** Hears no more. */
  void close() {
    over = true;
    hangUp();
  }

  private void hangUp() {
    channel.ifPresent(
        open -> {
          var unused = open.close();
        });
    channel = Optional.empty();
  }
}
