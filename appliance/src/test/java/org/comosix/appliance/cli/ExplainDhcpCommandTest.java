package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.lease.journal.FileLeaseJournal;
import org.comosix.appliance.testkit.CaptureWriter;
import org.comosix.appliance.testkit.GoldenPackets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command on captures of real clients, for a server that is not this machine. */
final class ExplainDhcpCommandTest {

  private static final Path EXPECTED = Path.of("src/test/resources/explain");
  private static final Instant TIME = Instant.parse("2026-11-22T14:03:12Z");
  private static final int GIADDR = 24;

  private final Path directory;
  private final Path state;

  ExplainDhcpCommandTest(@TempDir Path directory) {
    this.directory = directory;
    this.state = directory.resolve("state");
  }

  private record Run(int code, String out, String err) {}

  private Run explain(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = ComosixCommand.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all =
        Stream.concat(
                Stream.of("explain-dhcp", "-c", directory.resolve("a.toml").toString()),
                Stream.of(args))
            .toArray(String[]::new);
    return new Run(line.execute(all), out.toString(), err.toString());
  }

  @BeforeEach
  void configure() throws IOException {
    Path ipxe = Files.createDirectory(directory.resolve("ipxe"));
    for (String loader : List.of("undionly.kpxe", "snponly.efi", "ipxe.efi")) {
      Files.writeString(ipxe.resolve(loader), "loader");
    }
    Path image = Files.createDirectories(state.resolve("images/generations/debian"));
    Files.writeString(image.resolve("current"), "3\n");
    Files.writeString(
        directory.resolve("a.toml"),
        """
        [server]
        interfaces = ["no-eth1", "no-eth2"]
        state = "%s"
        [dhcp]
        lease-time = "12h"
        [[dhcp.subnet]]
        subnet = "10.99.0.0/24"
        pool = "10.99.0.50-10.99.0.99"
        router = "10.99.0.254"
        [[dhcp.subnet]]
        subnet = "10.88.0.0/24"
        pool = "10.88.0.50-10.88.0.50"
        [[dhcp.class]]
        name = "phones"
        mac = "52:54:00:aa:00:07"
        role = "host"
        lease-time = "10m"
        [boot]
        ipxe-directory = "%s"
        [[node]]
        name = "pc3"
        mac = "52:54:00:aa:00:03"
        address = "10.99.0.30"
        """
            .formatted(state, ipxe));
  }

  private void leased(String address, String mac, String name, Instant start) {
    MacAddress hardware = MacAddress.parse(mac);
    Lease lease =
        new Lease(
            Ipv4Address.parse(address),
            ClientId.of(hardware),
            hardware,
            Optional.of(new NodeName(name)),
            LeaseState.BOUND,
            start,
            start.plus(Duration.ofDays(1)),
            start,
            MachineRole.HOST);
    try (FileLeaseJournal journal =
        new FileLeaseJournal(state.resolve("leases"), Runnable::run, InstantSource.system())) {
      journal.replay(any -> {});
      journal.append(List.of(lease), List::of);
    }
  }

  private static byte[] golden(String name) {
    return GoldenPackets.named("dhcp", name).bytes();
  }

  private static byte[] throughRelay(byte[] message, String relay) {
    byte[] relayed = message.clone();
    ByteBuffer.wrap(relayed).putInt(GIADDR, Ipv4Address.parse(relay).bits());
    relayed[3] = 1;
    return CaptureWriter.udp(relay, 67, "10.99.0.1", 67, relayed);
  }

  private String capture(byte[]... packets) throws IOException {
    CaptureWriter writer = CaptureWriter.pcap(CaptureWriter.RAW);
    int second = 0;
    for (byte[] packet : packets) {
      writer.record(TIME.plusSeconds(second++), 0, packet);
    }
    Path file = directory.resolve("dhcp.pcap");
    Files.write(file, writer.bytes());
    return file.toString();
  }

  private String everyKindOfMessage() throws IOException {
    leased("10.99.0.51", "52:54:00:aa:00:02", "desk", TIME.minusSeconds(600));
    leased("10.99.0.55", "52:54:00:aa:00:05", "kiosk", TIME.minusSeconds(600));
    return capture(
        CaptureWriter.broadcast(golden("discover-ovmf-pxe")),
        CaptureWriter.broadcast(golden("discover-ovmf-http")),
        CaptureWriter.broadcast(golden("discover-ipxe-bios")),
        CaptureWriter.broadcast(golden("discover-klibc")),
        CaptureWriter.broadcast(golden("discover-dhcpcd")),
        CaptureWriter.broadcast(golden("request-selecting-udhcpc")),
        CaptureWriter.broadcast(golden("request-init-reboot-dhclient")),
        CaptureWriter.udp("10.99.0.55", 68, "10.99.0.1", 67, golden("request-renewing-udhcpc")),
        CaptureWriter.udp("10.99.0.55", 68, "10.99.0.9", 67, golden("release-udhcpc")),
        CaptureWriter.udp("10.99.0.55", 68, "10.99.0.1", 67, golden("release-udhcpc")),
        CaptureWriter.broadcast(golden("decline-udhcpc")),
        throughRelay(golden("discover-udhcpc"), "10.88.0.1"),
        throughRelay(golden("discover-dhclient"), "10.88.0.1"),
        throughRelay(golden("discover-klibc"), "10.88.0.1"),
        throughRelay(golden("request-init-reboot-dhclient"), "10.88.0.1"),
        throughRelay(golden("discover-udhcpc"), "192.0.2.1"),
        CaptureWriter.broadcast(new byte[] {1, 1, 6, 0}));
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("(?m)^(\\d+)  \\S+ \\S+  ", "$1  TIME  ");
  }

  @Test
  void everyKindOfMessageInWords() throws IOException {
    Run run = explain(everyKindOfMessage());

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("this machine has no no-eth1; assuming a server with 10.99.0.1 on it");
    assertThat(withoutTimes(run.out()))
        .isEqualTo(Files.readString(EXPECTED.resolve("every-kind.expected")));
  }

  @Test
  void anotherServerOnTheNetwork() throws IOException {
    Files.writeString(
        directory.resolve("a.toml"),
        """
        [server]
        interfaces = "no-eth1"
        state = "%s"
        [[dhcp.subnet]]
        subnet = "10.77.0.0/24"
        pool = "10.77.0.50-10.77.0.150"
        [boot]
        ipxe-directory = "%s"
        """
            .formatted(state, directory.resolve("ipxe")));
    Run run = explain("src/test/resources/captures/dnsmasq-sll2.pcap");

    assertThat(withoutTimes(run.out()))
        .isEqualTo(Files.readString(EXPECTED.resolve("another-server.expected")));
  }

  @Test
  void oneMachineInEachOfItsPrograms() {
    leased("10.99.0.51", "52:54:00:aa:00:02", "desk", Instant.now().minusSeconds(600));
    Run known = explain("52:54:00:aa:00:03");
    Run unknown = explain("52-54-00-AA-00-02");

    assertThat(known.out()).isEqualTo(read("machine-known.expected"));
    assertThat(unknown.out().replaceAll("until [^,\\s]+", "until TIME"))
        .isEqualTo(read("machine-leased.expected"));
  }

  private static String read(String name) {
    try {
      return Files.readString(EXPECTED.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void forPrograms() throws IOException {
    Run run = explain("--json", everyKindOfMessage());

    assertThat(run.out())
        .startsWith("{\"messages\":[{\"packet\":1,\"time\":\"2026-11-22T14:03:12Z\"")
        .contains("\"reply\":{\"type\":\"OFFER\"")
        .contains("\"client-system\":\"x86-64 UEFI (7)\"")
        .contains("\"ignored\":\"done-without-reply\"")
        .contains("\"ignored\":\"no-subnet\"")
        .contains("\"ignored\":\"malformed\"");
    assertThat(explain("--json", "52:54:00:aa:00:03").out())
        .startsWith("{\"mac\":\"52:54:00:aa:00:03\",\"facts\":{\"machine\":\"pc3, listed as a node")
        .contains("\"as\":\"iPXE\"");
  }

  /** The appliance may be serving: its journal is locked, and stays as it is. */
  @Test
  void nothingIsWritten() throws IOException {
    String capture = everyKindOfMessage();
    List<String> before = tree();
    try (FileLeaseJournal serving =
        new FileLeaseJournal(state.resolve("leases"), Runnable::run, InstantSource.system())) {
      serving.replay(any -> {});
      assertThat(explain(capture).code()).isZero();
      assertThat(explain("52:54:00:aa:00:03").code()).isZero();
    }
    assertThat(tree()).isEqualTo(before);
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      return files
          .sorted()
          .map(file -> file + " " + (Files.isRegularFile(file) ? content(file) : ""))
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return HexFormat.of().formatHex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatCannotBeExplained() throws IOException {
    assertThat(explain(directory.resolve("none.pcap").toString()))
        .satisfies(run -> assertThat(run.code()).isEqualTo(ExitCode.USAGE))
        .satisfies(run -> assertThat(run.err()).contains("expected a capture file or a hardware"));
    assertThat(explain(directory.resolve("a.toml").toString()))
        .satisfies(run -> assertThat(run.code()).isEqualTo(ExitCode.FAILED))
        .satisfies(run -> assertThat(run.err()).contains("expected a capture file of tcpdump"));
    byte[] dns = CaptureWriter.udp("10.99.0.55", 5353, "10.99.0.1", 53, new byte[12]);
    assertThat(explain(capture(dns)))
        .satisfies(run -> assertThat(run.code()).isEqualTo(ExitCode.FAILED))
        .satisfies(run -> assertThat(run.err()).contains("no DHCP in it"));
    assertThat(explain("-i", "eth9", "52:54:00:aa:00:03"))
        .satisfies(run -> assertThat(run.code()).isEqualTo(ExitCode.USAGE))
        .satisfies(run -> assertThat(run.err()).contains("there is no eth9"));
    Files.createDirectories(state.resolve("leases"));
    Files.writeString(state.resolve("leases/leases.journal"), "something else, long enough");
    assertThat(explain("52:54:00:aa:00:03").code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void heardOnTheInterfaceThatIsNamed() {
    assertThat(explain("-i", "no-eth2", "52:54:00:aa:00:44").out())
        .contains("heard   on no-eth2")
        .contains("link    10.88.0.0/24, the network of the interface no-eth2");
  }
}
