package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 5936 as to bounds and consistency; real clients and a real secondary: {@code TransferIT}. */
class TransfersTest {

  private static final int MACHINES = 3000;

  private DnsLab lab;

  @BeforeEach
  void serve() {
    lab = new DnsLab(DnsLab.zone("10.0.0.0/8"), SignedTransfer.ACCESS);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private byte[] axfr(String zone) {
    return SignedTransfer.query(zone, lab.now());
  }

  private TransferMessages begin(String zone) {
    DnsOutcome outcome = lab.service.responder().respond(axfr(zone), Via.TCP);
    assertThat(outcome).isInstanceOf(DnsOutcome.Transfer.class);
    return ((DnsOutcome.Transfer) outcome).messages();
  }

  private List<Lease> bindMany() {
    List<Lease> leases = new ArrayList<>();
    for (int i = 1; i <= MACHINES; i++) {
      String address = "10.77." + i / 250 + "." + (1 + i % 250);
      leases.add(lab.binds(address, "52:54:00:00:%02x:%02x".formatted(i / 256, i % 256), "pc" + i));
    }
    lab.pass(Duration.ofSeconds(2));
    return leases;
  }

  @Test
  void aCopyIsOfOneMomentHoweverLongItTakesAndEachMessageIsShort() {
    List<Lease> leases = bindMany();
    TransferMessages messages = begin("lab.example");
    Set<String> owners = new HashSet<>();
    int records = 0;
    for (Optional<byte[]> message = messages.next();
        message.isPresent();
        message = messages.next()) {
      assertThat(message.get().length).isLessThanOrEqualTo(TransferMessages.SIZE);
      for (Record record : DnsLab.parse(message.get()).getSection(Section.ANSWER)) {
        owners.add(record.getName().toString());
        records++;
      }
      // Whoever leaves meanwhile is in this copy all the same, and who comes is not.
      lab.ends(Kind.RELEASED, leases.remove(leases.size() - 1));
      lab.binds("10.78.0.1", "52:54:00:01:00:01", "latecomer");
      lab.pass(Duration.ofSeconds(1));
    }

    assertThat(owners).hasSize(1 + 2 + 2 * MACHINES).contains("om_pc" + MACHINES + ".lab.example.");
    assertThat(records).isEqualTo(2 + 1 + 2 + 2 * MACHINES);
  }

  @Test
  void onlySoManyAreUnderWayAtOnce() {
    List<TransferMessages> begun = new ArrayList<>();
    for (int i = 0; i < Transfers.MOST_AT_ONCE; i++) {
      begun.add(begin("lab.example"));
    }
    DnsOutcome.Reply refused =
        (DnsOutcome.Reply) lab.service.responder().respond(axfr("lab.example"), Via.TCP);
    assertThat(DnsLab.parse(refused.message()).getRcode()).isEqualTo(org.xbill.DNS.Rcode.SERVFAIL);

    begun.get(0).close();
    begun.get(0).close();
    begun.set(0, begin("lab.example"));
    assertThat(lab.service.responder().respond(axfr("lab.example"), Via.TCP))
        .isInstanceOf(DnsOutcome.Reply.class);
    begun.forEach(TransferMessages::close);
  }

  @Test
  void section2s2s1WhatIsNoZoneOfOursIsNotauth() {
    DnsOutcome.Reply reply =
        (DnsOutcome.Reply) lab.service.responder().respond(axfr("ns.lab.example"), Via.TCP);

    assertThat(DnsLab.parse(reply.message()).getRcode()).isEqualTo(org.xbill.DNS.Rcode.NOTAUTH);
  }

  @Test
  void section4s2OverUdpThereIsNone() {
    DnsOutcome.Reply reply =
        (DnsOutcome.Reply) lab.service.responder().respond(axfr("lab.example"), Via.UDP);

    assertThat(DnsLab.parse(reply.message()).getRcode()).isEqualTo(org.xbill.DNS.Rcode.REFUSED);
  }

  @Test
  @Timeout(30)
  void aClientThatTakesItSlowlyHoldsUpNobodyAndGetsItAll() throws IOException {
    bindMany();
    lab.service.start();
    InetSocketAddress server = lab.service.tcpAddresses().get(0);
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4096);
      slow.connect(server);
      send(slow, axfr("lab.example"));
      send(slow, DnsLab.query("ns.lab.example", Type.A).toWire());
      for (int i = 0; i < 20; i++) {
        try (Socket other = new Socket(server.getAddress(), server.getPort())) {
          send(other, DnsLab.query("ns.lab.example", Type.A).toWire());
          assertThat(receive(other).getRcode()).isZero();
        }
      }
      int records = 0;
      while (records < 2 * MACHINES + 5) {
        records += receive(slow).getSection(Section.ANSWER).size();
      }
      assertThat(receive(slow).getQuestion().getName())
          .as("what was asked behind it")
          .isEqualTo(DnsLab.name("ns.lab.example"));
    }
  }

  private static void send(Socket client, byte[] message) throws IOException {
    DataOutputStream out = new DataOutputStream(client.getOutputStream());
    out.writeShort(message.length);
    out.write(message);
  }

  private static Message receive(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    byte[] message = new byte[in.readUnsignedShort()];
    in.readFully(message);
    return DnsLab.parse(message);
  }
}
