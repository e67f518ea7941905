package org.comosix.appliance.dhcp.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that a client must ask for, and what real ones make of the answer. */
final class RequestedOptionsIT {

  private static final String PC6 = "52:54:00:aa:01:06";
  private static final String ROUTES =
      "options = { classless-static-route = "
          + "[\"192.0.2.0/24 via 10.99.0.9\", \"0.0.0.0/0 via 10.99.0.1\"] }";

  private final Path directory;
  private final ClientLab lab;

  RequestedOptionsIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ClientLab(directory);
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC6);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  @Test
  void dhcpcdTakesClasslessRoutes() throws Exception {
    lab.serve(ROUTES);

    new Dhcpcd(lab.pc, directory).start("noarp").await("adding default route via 10\\.99\\.0\\.1");

    assertThat(lab.pc.run("ip", "route", "show", "192.0.2.0/24"))
        .contains("via 10.99.0.9 dev lan0");
  }

  @Test
  void dhclientAndUdhcpcAreToldClasslessRoutes() throws Exception {
    lab.serve(ROUTES);
    Session dhclient =
        new Dhclient(
                lab.pc,
                directory,
                ClientScript.configuring(directory),
                "option rfc3442-classless-static-routes code 121 = array of unsigned integer 8;",
                "also request rfc3442-classless-static-routes;")
            .start();
    assertThat(dhclient.awaitTold("BOUND"))
        .containsEntry("new_rfc3442_classless_static_routes", "24 192 0 2 10 99 0 9 0 10 99 0 1");
    dhclient.kill();

    assertThat(udhcpc("-O", "121").awaitTold("bound"))
        .containsEntry("staticroutes", "192.0.2.0/24 10.99.0.9 0.0.0.0/0 10.99.0.1");
  }

  /** RFC 4039, section 3.1: dhcpcd asks for it. */
  @Test
  void dhcpcdIsBoundInOneExchangeWhereThatIsAllowed() throws Exception {
    lab.serveWith("rapid-commit = true");
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      String address =
          new Dhcpcd(lab.pc, directory).start("noarp").await("leased (\\S+) for 3600").group(1);

      Sighting ack = wire.await(MessageType.ACK);

      assertThat(wire.seen())
          .extracting(seen -> seen.message().type().orElseThrow())
          .containsExactly(MessageType.DISCOVER, MessageType.ACK);
      assertThat(ack.message().yiaddr()).hasToString(address);
      assertThat(ack.message().options().bytes(OptionCode.RAPID_COMMIT)).hasValue(new byte[0]);
    }
  }

  @Test
  void dhcpcdTakesTwoExchangesWhereItIsNot() throws Exception {
    lab.serve();
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      new Dhcpcd(lab.pc, directory).start("noarp").await("leased (\\S+) for 3600");

      wire.await(MessageType.ACK);

      assertThat(wire.seen())
          .extracting(seen -> seen.message().type().orElseThrow())
          .containsExactly(
              MessageType.DISCOVER, MessageType.OFFER, MessageType.REQUEST, MessageType.ACK);
    }
  }

  /** RFC 4702, section 4: we do both updates, S; in the encoding of the client, E. */
  @Test
  void clientFqdnIsAnsweredWithFlagsAndTheNameInDns() throws Exception {
    lab.serve();
    Session dhclient =
        new Dhclient(
                lab.pc,
                directory,
                ClientScript.configuring(directory),
                "send fqdn.fqdn \"pc6.lab.example.\";",
                "send fqdn.encoded on;",
                "send fqdn.server-update on;",
                "also request fqdn.fqdn;")
            .start();

    Map<String, String> told = dhclient.awaitTold("BOUND");

    assertThat(told)
        .containsEntry("new_fqdn_fqdn", "pc6.lab.example")
        .containsEntry("new_fqdn_encoded", "true")
        .containsEntry("new_fqdn_server_update", "true")
        .containsEntry("new_fqdn_no_client_update", "false");
    assertThat(lab.pc.run("dig", "+short", "@" + ClientLab.SERVER, "pc6.lab.example").strip())
        .isEqualTo(told.get("new_ip_address"));
  }

  /** Option 55 is a list "in order of preference" (RFC 2132, section 9.8). */
  @Test
  void optionsStandInTheOrderInWhichTheClientAsked() throws Exception {
    lab.serve();
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      udhcpc("-o", "-O", "15", "-O", "6", "-O", "3", "-O", "1").awaitTold("bound");

      List<Integer> asked =
          bytes(
              wire.await(MessageType.REQUEST)
                  .message()
                  .options()
                  .bytes(OptionCode.PARAMETER_REQUEST_LIST)
                  .orElseThrow());
      List<Integer> told = codes(wire.await(MessageType.ACK).message().options());

      assertThat(asked).containsExactlyInAnyOrder(1, 3, 6, 15);
      assertThat(told)
          .startsWith(OptionCode.MESSAGE_TYPE, OptionCode.SERVER_IDENTIFIER, OptionCode.LEASE_TIME)
          .containsSubsequence(asked)
          .doesNotContain(OptionCode.HOST_NAME, OptionCode.BROADCAST_ADDRESS);
    }
  }

  private Session udhcpc(String... more) throws Exception {
    return lab.pc.start(
        Stream.concat(
                Stream.of(
                    "udhcpc", "-i", ClientLab.LAN, "-f", "-s", ClientScript.configuring(directory)),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static List<Integer> bytes(byte[] octets) {
    return IntStream.range(0, octets.length).mapToObj(i -> octets[i] & 0xFF).toList();
  }

  private static List<Integer> codes(DhcpOptions options) {
    return IntStream.range(0, options.size()).mapToObj(options::code).toList();
  }
}
