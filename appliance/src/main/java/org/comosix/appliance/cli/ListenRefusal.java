package org.comosix.appliance.cli;

import java.net.Inet4Address;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.ops.PortHolder;
import org.comosix.appliance.transport.ListenException;

/**
 * Says why a port could not be opened, who holds it, and what to do.
 *
 * @param text lines for standard error
 */
record ListenRefusal(String text, int exitCode) {

  /** What an operator can change instead, by port. */
  private static final Map<Integer, String> OTHER_WAY =
      Map.of(
          80, "or set another http-port in [boot]",
          111, "or set portmap = false in [nfs]: our own nodes do not need it",
          2049, "or set another port in [nfs]");

  static ListenRefusal explain(ListenException refused, PortHolder ports) {
    int port = refused.address().getPort();
    Ipv4Address address =
        refused.address().getAddress() instanceof Inet4Address ipv4
            ? Ipv4Address.of(ipv4)
            : Ipv4Address.ANY;
    String what = refused.protocol() + " port " + port + " on " + shown(address);
    String reason = Optional.ofNullable(refused.getCause()).map(Throwable::getMessage).orElse("");
    if (reason.contains("Permission denied")) {
      return new ListenRefusal(
          "error: not permitted to listen on " + what + "\n       run as root\n",
          ExitCode.NO_PERMISSION);
    }
    PortHolder.Finding finding = ports.find(refused.protocol(), address, port);
    if (!finding.taken()) {
      return new ListenRefusal(
          "error: cannot listen on " + what + ": " + reason + "\n", ExitCode.UNAVAILABLE);
    }
    return new ListenRefusal(held(what, port, finding), ExitCode.UNAVAILABLE);
  }

  private static String held(String what, int port, PortHolder.Finding finding) {
    StringBuilder text = new StringBuilder("error: cannot listen on " + what + ": it is held by ");
    if (finding.holders().isEmpty()) {
      text.append("the kernel, or by a program that only root may see\n");
      text.append("       to do: ")
          .append(port == 2049 ? "systemctl disable --now nfs-server" : "ss -lnp");
    } else {
      PortHolder.Holder holder = finding.holders().get(0);
      text.append(holder.command()).append(", process ").append(holder.pid());
      holder.unit().ifPresent(unit -> text.append(" (").append(unit).append(')'));
      text.append("\n       to do: ").append(stop(holder));
    }
    Optional.ofNullable(OTHER_WAY.get(port))
        .ifPresent(way -> text.append(",\n       ").append(way));
    return text.append('\n').toString();
  }

  private static String stop(PortHolder.Holder holder) {
    if (holder.pid() == 1) {
      return "systemctl list-sockets names the socket unit; disable it with --now";
    }
    return holder
        .unit()
        .filter(unit -> unit.endsWith(".service"))
        .map(unit -> "systemctl disable --now " + unit)
        .orElse("stop it: kill " + holder.pid());
  }

  private static String shown(Ipv4Address address) {
    return address.isAny() ? "every address" : address.toString();
  }
}
