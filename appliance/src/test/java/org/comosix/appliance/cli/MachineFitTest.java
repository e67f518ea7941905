package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.config.source.ConfigLoader;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that is right in itself, on machines that it does not fit. */
final class MachineFitTest {

  private final Path directory;

  MachineFitTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static MachineLinks machine(MachineLinks.Link... links) {
    List<MachineLinks.Link> all = List.of(links);
    return new MachineLinks() {
      @Override
      public Optional<Link> find(String name) {
        return all.stream().filter(link -> link.name().equals(name)).findFirst();
      }

      @Override
      public List<String> names() {
        return all.stream().map(Link::name).toList();
      }
    };
  }

  private static MachineLinks.Link link(String name, String... addresses) {
    return new MachineLinks.Link(
        name,
        true,
        List.of(addresses).stream()
            .map(Ipv4Address::parse)
            .map(address -> new MachineLinks.Address(address, 24))
            .toList());
  }

  private MachineFit.Outcome check(MachineLinks machine, String more) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("a.toml"),
            """
            server.interfaces = ["eth1"]
            boot.ipxe-directory = "%s"
            [[dhcp.subnet]]
            subnet = "10.77.0.0/24"
            """
                    .formatted(directory)
                + more);
    return new MachineFit(machine).check((ConfigResult.Loaded) ConfigLoader.load(file));
  }

  private String refusal(MachineLinks machine, String more) throws IOException {
    MachineFit.Outcome outcome = check(machine, more);
    return new ConfigReport(false).text(outcome.problems()).replace(directory + "/", "");
  }

  @Test
  void theSecretsOfKeysMustBeReadable() throws IOException {
    String key = "[[dns.key]]\nname = \"k\"\nsecret-file = \"%s/k.key\"\n".formatted(directory);
    MachineLinks machine = machine(link("eth1", "10.77.0.1"));

    assertThat(refusal(machine, key)).contains("a.toml:7:15", "k.key");

    Files.writeString(directory.resolve("k.key"), "c2VjcmV0");
    Files.setPosixFilePermissions(
        directory.resolve("k.key"), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(check(machine, key).problems()).isEmpty();
  }

  @Test
  void theAddressInTheSubnetIsServed() throws IOException {
    MachineFit.Outcome outcome =
        check(machine(link("eth1", "192.168.1.5", "10.77.0.1"), link("eth0", "10.0.0.1")), "");

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.links())
        .containsExactly(
            new ServedLink(
                "eth1", Ipv4Address.parse("10.77.0.1"), Ipv4Subnet.parse("10.77.0.0/24")));
  }

  @Test
  void aSecretThatCannotBeReadIsSaidAtItsKey() throws IOException {
    Files.writeString(directory.resolve("ddns.key"), "not base 64!");
    Files.setPosixFilePermissions(
        directory.resolve("ddns.key"), PosixFilePermissions.fromString("rw-------"));

    assertThat(
            refusal(
                machine(link("eth1", "10.77.0.1")),
                "[[dns.key]]\nname = \"ddns\"\nsecret-file = \"%s/ddns.key\"\n"
                    .formatted(directory)))
        .startsWith("a.toml:7:15: error: ddns.key does not hold a secret in base 64\n")
        .contains("= tsig-keygen ddns makes one")
        .doesNotContain("base 64!");
  }

  @Test
  void noSuchInterface() throws IOException {
    assertThat(refusal(machine(link("eth0", "10.77.0.1"), link("lo", "127.0.0.1")), ""))
        .isEqualTo(
            """
            a.toml:1:22: error: this machine has no interface eth1
                1 | server.interfaces = ["eth1"]
                  |                      ^^^^^^
                  = did you mean "eth0"?

            1 problem
            """);
    assertThat(refusal(machine(link("enp3s0"), link("lo")), "")).contains("= it has enp3s0, lo\n");
  }

  @Test
  void noAddress() throws IOException {
    assertThat(refusal(machine(link("eth1")), ""))
        .contains("a.toml:1:22: error: eth1 has no IPv4 address\n")
        .contains("= such as  ip address add 10.77.0.1/24 dev eth1\n");
  }

  @Test
  void addressInNoSubnet() throws IOException {
    assertThat(refusal(machine(link("eth1", "192.168.1.5")), ""))
        .contains("error: eth1 has 192.168.1.5/24, in none of the DHCP subnets\n");
  }

  @Test
  void interfaceThatIsDown() throws IOException {
    MachineLinks.Link down =
        new MachineLinks.Link("eth1", false, link("eth1", "10.77.0.1").addresses());

    assertThat(refusal(machine(down), ""))
        .contains("eth1 is down\n")
        .contains("ip link set eth1 up");
  }

  @Test
  void anotherPrefixLengthThanTheSubnets() throws IOException {
    MachineLinks.Link wide =
        new MachineLinks.Link(
            "eth1", true, List.of(new MachineLinks.Address(Ipv4Address.parse("10.77.0.1"), 16)));

    assertThat(refusal(machine(wide), ""))
        .contains("error: eth1 has 10.77.0.1/16, but the DHCP subnet is 10.77.0.0/24\n");
  }

  @Test
  void ourOwnAddressIsForNobodyElse() throws IOException {
    String more =
        """
        pool = ["10.77.0.9", "10.77.0.1-10.77.0.5"]
        [[node]]
        name = "pc1"
        mac = "52:54:00:00:00:01"
        address = "10.77.0.1"
        """;

    assertThat(refusal(machine(link("eth1", "10.77.0.1")), more))
        .contains("a.toml:5:22: error: the pool holds 10.77.0.1, which is this server's on eth1\n")
        .contains(
            "a.toml:9:11: error: a node is to have 10.77.0.1, which is this server's on eth1\n")
        .endsWith("2 problems\n");
  }

  @Test
  void noIpxe() throws IOException {
    MachineLinks machine = machine(link("eth1", "10.77.0.1"));
    Path file = directory.resolve("b.toml");
    Files.writeString(
        file,
        """
        server.interfaces = "eth1"
        dhcp.subnet = [{ subnet = "10.77.0.0/24" }]
        boot = { ipxe-directory = "/nowhere/ipxe", authorized-keys = "/nowhere/keys" }
        """);

    MachineFit.Outcome outcome =
        new MachineFit(machine).check((ConfigResult.Loaded) ConfigLoader.load(file));

    assertThat(new ConfigReport(false).text(outcome.problems()))
        .contains(":3:27: error: there is no directory /nowhere/ipxe with iPXE's binaries\n")
        .contains("= apt install ipxe\n")
        .contains(":3:62: error: there is no file /nowhere/keys\n");
  }

  @Test
  void keysAreLookedInto() throws IOException {
    String key = "AAAAC3NzaC1lZDI1NTE5AAAAIGxk1nQ3cQ0y7Tt2m3QmJg5rS0dD9pXb1mT2yVtqkq0u";
    Path file = directory.resolve("keys");

    Files.writeString(file, "# admins\n\nssh-ed25519 " + key + " ann@lab\n");
    assertThat(AuthorizedKeys.problem(file)).isEmpty();
    Files.writeString(file, "from=\"10.0.0.0/8\",no-pty ssh-ed25519 " + key + "\n");
    assertThat(AuthorizedKeys.problem(file)).isEmpty();
    Files.writeString(file, "ssh-ed25519 " + key + "\nhello\n");
    assertThat(AuthorizedKeys.problem(file)).contains(file + ", line 2 is not a public key");
    Files.writeString(file, "-----BEGIN OPENSSH PRIVATE KEY-----\n");
    assertThat(AuthorizedKeys.problem(file).orElseThrow()).contains("holds a private key");
    Files.writeString(file, "\n# none\n");
    assertThat(AuthorizedKeys.problem(file)).contains(file + " holds no key");
  }

  @Test
  void thisMachineHasALoopback() {
    MachineLinks machine = MachineLinks.ofThisMachine();

    assertThat(machine.names()).contains("lo");
    assertThat(machine.find("lo").orElseThrow().addresses())
        .contains(new MachineLinks.Address(Ipv4Address.parse("127.0.0.1"), 8));
    assertThat(machine.find("no-such-link")).isEmpty();
  }
}
