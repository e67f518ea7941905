package org.comosix.appliance.lease.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.json.JsonReader;
import org.comosix.appliance.json.JsonSyntaxException;
import org.comosix.appliance.json.JsonValue;

/**
 * Our own form, in which nothing of a lease is lost: {@code {"leases":[{"address":…}]}}. Also what
 * {@code --json} prints.
 */
public final class OwnLeases {

  private OwnLeases() {}

  /** One lease as a JSON object's members. */
  public static Map<String, Object> object(Lease lease) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("address", lease.address());
    object.put("mac", lease.mac());
    object.put("client", lease.client());
    lease.name().ifPresent(name -> object.put("name", name));
    object.put("state", lease.state().name().toLowerCase(Locale.ROOT));
    object.put("role", lease.role().name().toLowerCase(Locale.ROOT));
    object.put("start", lease.start());
    object.put("end", lease.end());
    object.put("last-message", lease.lastMessage());
    return object;
  }

  /**
   * The lease that {@link #object} was made of.
   *
   * @throws IllegalArgumentException a member is missing or makes no sense; the message names it
   */
  public static Lease lease(JsonValue.Obj object) {
    return new Lease(
        member(object, "address", Ipv4Address::parse),
        member(object, "client", OwnLeases::client),
        member(object, "mac", MacAddress::parse),
        object.text("name").map(NodeName::parse),
        member(object, "state", text -> LeaseState.valueOf(text.toUpperCase(Locale.ROOT))),
        member(object, "start", Instant::parse),
        member(object, "end", Instant::parse),
        member(object, "last-message", Instant::parse),
        member(object, "role", text -> MachineRole.valueOf(text.toUpperCase(Locale.ROOT))));
  }

  private static ClientId client(String text) {
    return ClientId.of(HexFormat.ofDelimiter(":").parseHex(text));
  }

  private static <T> T member(
      JsonValue.Obj object, String name, java.util.function.Function<String, T> form) {
    String text =
        object
            .text(name)
            .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is missing"));
    try {
      return form.apply(text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("\"" + name + "\": " + e.getMessage(), e);
    }
  }

  static LeaseFile read(String text) {
    try {
      JsonValue value = JsonReader.read(text);
      if (value instanceof JsonValue.Obj object
          && object.member("leases").filter(JsonValue.Arr.class::isInstance).isPresent()) {
        return read(object.list("leases"));
      }
      return refused(new Place(value.line(), value.column()), "expected {\"leases\":[…]}");
    } catch (JsonSyntaxException e) {
      return refused(new Place(e.line(), e.column()), String.valueOf(e.getMessage()));
    }
  }

  private static LeaseFile refused(Place place, String why) {
    return new LeaseFile(List.of(), List.of(Finding.notUnderstood(place, why)));
  }

  private static LeaseFile read(List<JsonValue> items) {
    LeaseLog log = new LeaseLog();
    for (JsonValue item : items) {
      Place place = new Place(item.line(), item.column());
      if (item instanceof JsonValue.Obj object) {
        try {
          Lease lease = lease(object);
          log.put(lease.address(), Optional.of(foreign(place, lease)), new ArrayList<>());
        } catch (IllegalArgumentException e) {
          log.notUnderstood(place, String.valueOf(e.getMessage()));
        }
      } else {
        log.notUnderstood(place, "expected a lease in braces");
      }
    }
    return log.file();
  }

  private static ForeignLease foreign(Place place, Lease lease) {
    return new ForeignLease(
        place,
        lease.address(),
        lease.client(),
        lease.mac(),
        lease.name(),
        lease.state(),
        Optional.of(lease.lastMessage()),
        Optional.of(lease.end()),
        lease.role());
  }
}
