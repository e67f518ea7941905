package org.comosix.appliance.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.comosix.appliance.dns.accept.AcceptedUpdates;
import org.comosix.appliance.dns.accept.NamePattern;
import org.comosix.appliance.dns.accept.UpdateGrant;
import org.comosix.appliance.dns.accept.UpdatePolicy;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.RecordData;
import org.comosix.appliance.domain.StaticRecord;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.comosix.appliance.domain.UpdatableType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** A name server whose zone others change, with its journal on a disk; asked by function call. */
final class UpdateLab implements AutoCloseable {

  static final String KEY = "second-dhcp";
  static final String ACME_KEY = "acme";
  static final int MOST_OF_ACME = 3;

  private static final byte[] SECRET =
      "a secret of thirty-two octets ..".getBytes(StandardCharsets.US_ASCII);
  private static final long PATIENCE_SECONDS = 20;

  final DnsLab dns;
  private final AcceptedUpdates updates;

  /** With a static record {@code printer} and a node {@code om_pc1}; to be started. */
  UpdateLab(Path journal) {
    updates = AcceptedUpdates.read(journal);
    dns =
        new DnsLab(
            zone(),
            access(),
            Optional.of(updates),
            DnsLab.node("pc1", "52:54:00:00:00:01", "10.77.0.11"));
  }

  UpdateLab start() {
    updates.start(dns.service);
    return this;
  }

  static ZoneDefinition zone(StaticRecord... more) {
    ZoneDefinition plain = DnsLab.zone("10.77.0.0/24");
    StaticRecord printer =
        new StaticRecord(
            "printer.lab.example",
            RecordData.Kind.A,
            List.of(new RecordData.Address(Ipv4Address.parse("10.77.0.9"))),
            Optional.empty());
    StaticRecord[] records = Arrays.copyOf(more, more.length + 1);
    records[more.length] = printer;
    return new ZoneDefinition(
        plain.zone(),
        plain.labels(),
        plain.subnets(),
        plain.servers(),
        Duration.ofMinutes(1),
        List.of(records));
  }

  static ZoneAccess access() {
    return new ZoneAccess(
        List.of(
            new TsigKey(KEY, TsigAlgorithm.HMAC_SHA256, SECRET),
            new TsigKey(ACME_KEY, TsigAlgorithm.HMAC_SHA256, SECRET),
            new TsigKey("for-copies", TsigAlgorithm.HMAC_SHA256, SECRET)),
        Set.of("for-copies"),
        List.of(),
        new UpdatePolicy(
            List.of(
                grant(
                    KEY,
                    100_000,
                    Set.of(UpdatableType.values()),
                    "lab.example",
                    "*.lab.example",
                    "*.0.77.10.in-addr.arpa"),
                grant(
                    ACME_KEY,
                    MOST_OF_ACME,
                    Set.of(UpdatableType.TXT),
                    "_acme-challenge.lab.example",
                    "_acme-challenge.*.lab.example"))));
  }

  private static UpdateGrant grant(
      String key, int maxRecords, Set<UpdatableType> types, String... names) {
    return new UpdateGrant(
        key,
        Arrays.stream(names).map(NamePattern::parse).toList(),
        types.stream().map(UpdatableType::number).collect(Collectors.toSet()),
        maxRecords);
  }

  TSIG key(String name) {
    return new TSIG(
        TSIG.HMAC_SHA256,
        DnsLab.name(name),
        new SecretKeySpec(SECRET, "HMAC"),
        Clock.fixed(dns.now(), ZoneOffset.UTC));
  }

  static Update update() {
    return new Update(DnsLab.name("lab.example"));
  }

  static Update update(String zone) {
    return new Update(DnsLab.name(zone));
  }

  static Name name(String text) {
    return DnsLab.name(text.endsWith(".") ? text : text + ".lab.example.");
  }

  static Record record(String name, int ttl, String type, String data) {
    try {
      return Record.fromString(
          name(name), Type.value(type), DClass.IN, ttl, data, DnsLab.name("lab.example"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rcode of the response to an update signed with the key that may change most. */
  String send(Message update) {
    return send(update, KEY);
  }

  String send(Message update, String key) {
    TSIG tsig = key(key);
    update.setTSIG(tsig);
    byte[] bytes = update.toWire(65_535);
    byte[] response = sendBytes(bytes);
    Message read = DnsLab.parse(response);
    if (tsig.verify(read, response, DnsLab.parse(bytes).getTSIG()) != Rcode.NOERROR) {
      throw new AssertionError("a response without a good signature: " + read);
    }
    if (read.getHeader().getID() != update.getHeader().getID()
        || read.getHeader().getOpcode() != org.xbill.DNS.Opcode.UPDATE
        || read.getSection(Section.UPDATE).size() != 0) {
      throw new AssertionError("not a response to this update: " + read);
    }
    return Rcode.string(read.getRcode());
  }

  byte[] sendBytes(byte[] bytes) {
    return submit(bytes).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** The response, when it is there. */
  CompletableFuture<byte[]> submit(byte[] bytes) {
    DnsOutcome outcome = dns.service.responder().respond(bytes, Via.TCP);
    CompletableFuture<byte[]> response = new CompletableFuture<>();
    if (outcome instanceof DnsOutcome.Update update) {
      outcome = update.begin().apply(response::complete);
    }
    if (outcome instanceof DnsOutcome.Reply reply) {
      response.complete(reply.message());
    }
    return response;
  }

  /** Data of what is answered, sorted; else the rcode, or NODATA. */
  String look(String name, String type) {
    Message answer = dns.ask(name(name).toString(true), Type.value(type));
    List<Record> records = answer.getSection(Section.ANSWER);
    if (records.isEmpty()) {
      return answer.getRcode() == Rcode.NOERROR ? "NODATA" : Rcode.string(answer.getRcode());
    }
    return records.stream()
        .map(it -> it.getTTL() + " " + Type.string(it.getType()) + " " + it.rdataToString())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  long counter(String name) {
    return dns.service.counters().getOrDefault(name, -1L);
  }

  @Override
  public void close() {
    dns.close();
  }
}
