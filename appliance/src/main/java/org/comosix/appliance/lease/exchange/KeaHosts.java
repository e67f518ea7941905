package org.comosix.appliance.lease.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.json.JsonReader;
import org.comosix.appliance.json.JsonSyntaxException;
import org.comosix.appliance.json.JsonValue;

/** {@code reservations} of {@code kea-dhcp4.conf}: global ones, of subnets, of shared networks. */
final class KeaHosts {

  private static final String INCLUDE = "<?include";
  private static final Set<String> TAKEN = Set.of("hw-address", "ip-address", "hostname");
  private static final Set<String> OF_NO_USE_HERE = Set.of("user-context", "comment");

  private final List<Finding> findings = new ArrayList<>();
  private final List<ForeignHost> hosts = new ArrayList<>();

  private KeaHosts() {}

  static HostFile read(String text) {
    KeaHosts reading = new KeaHosts();
    try {
      reading.walk(JsonReader.readCommented(text));
    } catch (JsonSyntaxException e) {
      String message =
          text.contains(INCLUDE)
              ? "Kea's own " + INCLUDE + " is not followed: put the files together first"
              : String.valueOf(e.getMessage());
      reading.findings.add(Finding.notUnderstood(new Place(e.line(), e.column()), message));
    }
    return new HostFile(reading.hosts, reading.findings);
  }

  private void walk(JsonValue value) {
    if (value instanceof JsonValue.Arr list) {
      list.items().forEach(this::walk);
    } else if (value instanceof JsonValue.Obj object) {
      object
          .members()
          .forEach(
              (name, member) -> {
                if (name.equals("reservations") && member instanceof JsonValue.Arr list) {
                  list.items().forEach(this::reservation);
                } else if (!name.equals("Dhcp6")) {
                  walk(member);
                }
              });
    }
  }

  private void reservation(JsonValue value) {
    if (!(value instanceof JsonValue.Obj entry)) {
      findings.add(Finding.notUnderstood(place(value), "expected a reservation in braces"));
      return;
    }
    Optional<String> hardware = entry.text("hw-address");
    if (hardware.isEmpty()) {
      findings.add(
          new Finding(
              place(value),
              Finding.Reason.NO_HARDWARE_ADDRESS,
              "this reservation is not taken: its machine is not known by hw-address"));
      return;
    }
    try {
      MacAddress mac = MacAddress.parse(hardware.get());
      Optional<Ipv4Address> address = entry.text("ip-address").map(Ipv4Address::parse);
      Optional<NodeName> name =
          entry
              .text("hostname")
              .filter(text -> !text.isEmpty())
              .flatMap(text -> Words.hostName(text, place(value), findings));
      entry.members().forEach((member, content) -> leftOut(member, content));
      hosts.add(new ForeignHost(place(value), name, mac, address));
    } catch (IllegalArgumentException e) {
      findings.add(Finding.notUnderstood(place(value), String.valueOf(e.getMessage())));
    }
  }

  private void leftOut(String member, JsonValue content) {
    boolean empty = content instanceof JsonValue.Arr list && list.items().isEmpty();
    boolean none = content instanceof JsonValue.Text text && text.value().isEmpty();
    if (!TAKEN.contains(member) && !OF_NO_USE_HERE.contains(member) && !empty && !none) {
      findings.add(
          new Finding(
              place(content), Finding.Reason.NOT_SUPPORTED, "\"" + member + "\" is left out"));
    }
  }

  private static Place place(JsonValue value) {
    return new Place(value.line(), value.column());
  }
}
