package org.comosix.appliance.control.leases;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.control.ControlClient;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.json.JsonValue;
import org.comosix.appliance.lease.exchange.OwnLeases;

/** The leases of an appliance that runs; it keeps serving between two requests. */
public final class RemoteDesk implements LeaseDesk {

  /** So many fit a request whatever their names and identifiers are. */
  private static final int LEASES_A_REQUEST = 50;

  private final ControlClient client;

  public RemoteDesk(ControlClient client) {
    this.client = client;
  }

  @Override
  public List<Lease> all() throws IOException, ControlRefusedException {
    List<Lease> all = new ArrayList<>();
    Map<String, Object> arguments = new LinkedHashMap<>();
    while (true) {
      JsonValue.Obj page = client.ask(LeaseCommands.LIST, arguments);
      page.list("leases").forEach(lease -> all.add(OwnLeases.lease(object(lease))));
      if (!page.flag("more")) {
        return all;
      }
      arguments.put("after", all.get(all.size() - 1).address());
    }
  }

  @Override
  public Optional<Lease> release(Ipv4Address address) throws IOException, ControlRefusedException {
    return client
        .ask(LeaseCommands.RELEASE, Map.of("address", address))
        .member("lease")
        .map(lease -> OwnLeases.lease(object(lease)));
  }

  @Override
  public List<Adoption> adopt(List<Lease> leases, boolean dryRun)
      throws IOException, ControlRefusedException {
    List<Adoption> all = new ArrayList<>();
    for (int from = 0; from < leases.size(); from += LEASES_A_REQUEST) {
      List<Lease> some = leases.subList(from, Math.min(leases.size(), from + LEASES_A_REQUEST));
      Map<String, Object> arguments = new LinkedHashMap<>();
      arguments.put("dry-run", dryRun);
      arguments.put("leases", some.stream().map(OwnLeases::object).toList());
      client
          .ask(LeaseCommands.IMPORT, arguments)
          .list("leases")
          .forEach(outcome -> all.add(adoption(object(outcome))));
    }
    return all;
  }

  @Override
  public Optional<Path> repair() throws IOException, ControlRefusedException {
    return client.ask(LeaseCommands.REPAIR, Map.of()).text("kept").map(Path::of);
  }

  private static Adoption adoption(JsonValue.Obj outcome) {
    return new Adoption(
        Ipv4Address.parse(outcome.text("address").orElse("")),
        Adoption.Outcome.of(outcome.text("outcome").orElse("")),
        outcome.text("why").orElse(""));
  }

  private static JsonValue.Obj object(JsonValue value) {
    if (value instanceof JsonValue.Obj object) {
      return object;
    }
    throw new IllegalArgumentException("the appliance sent something else than a lease");
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
