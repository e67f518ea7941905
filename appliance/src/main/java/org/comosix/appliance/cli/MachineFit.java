package org.comosix.appliance.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.BootSettings;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.DnsKeySettings;
import org.comosix.appliance.config.SecretFile;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.config.SettingPlaces;
import org.comosix.appliance.config.SubnetSettings;
import org.comosix.appliance.config.Suggestion;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Node;

/** Holds a right configuration against the machine on which it is to be served. */
final class MachineFit {

  /**
   * What was found.
   *
   * @param links where to serve; complete only without problems
   */
  record Outcome(List<ServedLink> links, List<ConfigProblem> problems) {}

  private final MachineLinks machine;

  MachineFit(MachineLinks machine) {
    this.machine = machine;
  }

  Outcome check(ConfigResult.Loaded loaded) {
    Check check = new Check(loaded.settings(), loaded.places());
    List<String> interfaces = loaded.settings().server().interfaces();
    for (int i = 0; i < interfaces.size(); i++) {
      check.networkInterface("server.interfaces[" + i + "]", interfaces.get(i));
    }
    check.ownAddresses();
    check.bootFiles();
    check.secrets();
    return new Outcome(List.copyOf(check.links), List.copyOf(check.problems));
  }

  private final class Check {

    private final ApplianceSettings settings;
    private final SettingPlaces places;
    private final List<ServedLink> links = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();

    Check(ApplianceSettings settings, SettingPlaces places) {
      this.settings = settings;
      this.places = places;
    }

    void networkInterface(String path, String name) {
      Optional<MachineLinks.Link> found = machine.find(name);
      if (found.isEmpty()) {
        problem(path, "this machine has no interface " + name, otherInterfaces(name));
        return;
      }
      MachineLinks.Link link = found.get();
      String example = exampleAddress();
      if (link.addresses().isEmpty()) {
        problem(
            path,
            name + " has no IPv4 address",
            "such as  ip address add " + example + " dev " + name);
      } else if (!link.up()) {
        problem(path, name + " is down", "ip link set " + name + " up");
      } else if (!serves(path, link)) {
        problem(
            path,
            name + " has " + shown(link.addresses()) + ", in none of the DHCP subnets",
            "add a [[dhcp.subnet]] for it, or take " + name + " out of the interfaces");
      }
    }

    private static String shown(List<MachineLinks.Address> addresses) {
      return addresses.stream().map(Object::toString).collect(Collectors.joining(" and "));
    }

    /** Secrets of keys that we need ourselves. */
    private String otherInterfaces(String name) {
      List<String> names = machine.names();
      return Suggestion.nearest(name, names)
          .map(near -> "did you mean \"" + near + "\"?")
          .orElse("it has " + String.join(", ", names));
    }

    private String exampleAddress() {
      SubnetSettings first = settings.dhcp().subnets().get(0);
      return first.subnet().network().plus(1) + "/" + first.subnet().prefixLength();
    }

    private boolean serves(String path, MachineLinks.Link link) {
      boolean any = false;
      for (MachineLinks.Address address : link.addresses()) {
        for (SubnetSettings subnet : settings.dhcp().subnets()) {
          if (subnet.subnet().contains(address.address())) {
            any = true;
            links.add(new ServedLink(link.name(), address.address(), subnet.subnet()));
            samePrefix(path, link, address, subnet);
          }
        }
      }
      return any;
    }

    private void samePrefix(
        String path, MachineLinks.Link link, MachineLinks.Address address, SubnetSettings subnet) {
      if (address.prefixLength() != subnet.subnet().prefixLength()) {
        problem(
            path,
            link.name() + " has " + address + ", but the DHCP subnet is " + subnet.subnet(),
            "give both the same prefix length");
      }
    }

    /** Nobody else may get an address that is ours. */
    void ownAddresses() {
      for (ServedLink link : links) {
        List<SubnetSettings> subnets = settings.dhcp().subnets();
        for (int i = 0; i < subnets.size(); i++) {
          for (int j = 0; j < subnets.get(i).pool().size(); j++) {
            if (subnets.get(i).pool().get(j).contains(link.address())) {
              ours("dhcp.subnet[" + i + "].pool[" + j + "]", "the pool holds ", link);
            }
          }
        }
        List<Node> nodes = settings.nodes();
        for (int i = 0; i < nodes.size(); i++) {
          if (nodes.get(i).address().equals(Optional.of(link.address()))) {
            ours("node[" + i + "].address", "a node is to have ", link);
          }
        }
      }
    }

    private void ours(String path, String what, ServedLink link) {
      Ipv4Address address = link.address();
      problem(path, what + address + ", which is this server's on " + link.networkInterface(), "");
    }

    void bootFiles() {
      BootSettings boot = settings.boot();
      if (!Files.isDirectory(boot.ipxeDirectory())) {
        problem(
            "boot.ipxe-directory",
            "there is no directory " + boot.ipxeDirectory() + " with iPXE's binaries",
            "apt install ipxe");
      }
      boot.authorizedKeys().ifPresent(this::authorizedKeys);
    }

    /** Of every key, used or not: one that is put to use later must not stop the server then. */
    void secrets() {
      List<DnsKeySettings> keys = settings.dns().keys();
      for (int i = 0; i < keys.size(); i++) {
        readable("dns.key[" + i + "].secret-file", keys.get(i));
      }
    }

    private void readable(String path, DnsKeySettings key) {
      try {
        SecretFile.read(key.secretFile());
      } catch (IllegalArgumentException e) {
        problem(path, String.valueOf(e.getMessage()), "tsig-keygen " + key.name() + " makes one");
      }
    }

    private void authorizedKeys(Path file) {
      AuthorizedKeys.problem(file)
          .ifPresent(message -> problem("boot.authorized-keys", message, ""));
    }

    private void problem(String path, String message, String hint) {
      Optional<String> shown = Optional.of(hint).filter(text -> !text.isEmpty());
      problems.add(places.problem(path, message, shown));
    }
  }
}
