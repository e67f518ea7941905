package org.comosix.appliance.config.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.BootSettings;
import org.comosix.appliance.config.ClassSettings;
import org.comosix.appliance.config.Collisions;
import org.comosix.appliance.config.DhcpOptionSettings;
import org.comosix.appliance.config.DhcpSettings;
import org.comosix.appliance.config.DnsSettings;
import org.comosix.appliance.config.LimitSettings;
import org.comosix.appliance.config.NfsSettings;
import org.comosix.appliance.config.ServerSettings;
import org.comosix.appliance.config.SettingForms;
import org.comosix.appliance.config.SubnetSettings;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;

/** Reads the whole file, section by section, then looks for settings that contradict each other. */
final class SettingsReader {

  private final Collisions collisions = new Collisions();
  private final ConfigReading reading;

  SettingsReader(ConfigReading reading) {
    this.reading = reading;
  }

  /** Empty when something is wrong, which is then in the reading. */
  Optional<ApplianceSettings> read(ConfigTable file) {
    Optional<ServerSettings> server = server(file.table("server"));
    Optional<DhcpSettings> dhcp = dhcp(file.table("dhcp"));
    Optional<DnsSettings> dns = new DnsReader(collisions).read(file.table("dns"));
    Optional<BootSettings> boot = boot(file.table("boot"));
    Optional<NfsSettings> nfs = nfs(file.table("nfs"));
    List<Node> machines = new ArrayList<>();
    machines.addAll(new MachineReader(MachineRole.NODE, collisions).read(file.tables("node")));
    machines.addAll(new MachineReader(MachineRole.HOST, collisions).read(file.tables("host")));
    file.rejectOtherKeys();
    collisions.find().forEach(reading::collision);
    return reading.problems().isEmpty()
        ? Optional.of(
            new ApplianceSettings(
                server.orElseThrow(),
                dhcp.orElseThrow(),
                dns.orElseThrow(),
                boot.orElseThrow(),
                nfs.orElseThrow(),
                machines))
        : Optional.empty();
  }

  private static Optional<ServerSettings> server(ConfigTable table) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> interfaces =
        table.requiredList("interfaces", "[\"eth1\"]", text -> newInterface(text, seen));
    Optional<Path> state = table.optional("state", SettingForms::absolutePath);
    table.rejectOtherKeys();
    return table.hasProblems()
        ? Optional.empty()
        : table.buildAt(
            "interfaces",
            () -> new ServerSettings(interfaces, state.orElse(ServerSettings.DEFAULT_STATE)));
  }

  private static String newInterface(String text, Set<String> seen) {
    String name = ServerSettings.interfaceName(text);
    if (!seen.add(name)) {
      throw new IllegalArgumentException("the interface " + name + " is named twice");
    }
    return name;
  }

  private Optional<DhcpSettings> dhcp(ConfigTable table) {
    var leaseTime =
        table
            .optional("lease-time", SubnetReader::leaseTime)
            .orElse(DhcpSettings.DEFAULT_LEASE_TIME);
    boolean probe = table.optionalFlag("probe").orElse(true);
    var probeWait =
        table
            .optional("probe-wait", DhcpSettings::probeWait)
            .orElse(DhcpSettings.DEFAULT_PROBE_WAIT);
    List<ConfigTable> tables = table.tables("subnet");
    if (tables.isEmpty() && !table.hasProblems()) {
      reading.omission(
          table.header(),
          "[dhcp] needs at least one [[dhcp.subnet]]",
          Optional.of("such as [[dhcp.subnet]] and below it subnet = \"10.77.0.0/24\""));
    }
    List<Ipv4Address> relays = table.optionalList("relays", Ipv4Address::parse);
    boolean rapidCommit =
        table.optionalFlag("rapid-commit").orElse(DhcpSettings.DEFAULT_RAPID_COMMIT);
    LimitSettings limits = LimitsReader.read(table.table("limits"));
    DhcpOptionSettings options =
        OptionsReader.read(table.table("options")).orElse(DhcpOptionSettings.NONE);
    SubnetReader reader = new SubnetReader(leaseTime, options, collisions);
    List<SubnetSettings> subnets = new ArrayList<>();
    tables.forEach(subnet -> reader.read(subnet).ifPresent(subnets::add));
    ClassReader classReader = new ClassReader(collisions);
    List<ClassSettings> classes = new ArrayList<>();
    table.tables("class").forEach(each -> classReader.read(each).ifPresent(classes::add));
    table.rejectOtherKeys();
    return subnets.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DhcpSettings(
                subnets,
                classes,
                relays,
                rapidCommit,
                Optional.of(probeWait).filter(wait -> probe),
                limits));
  }

  private Optional<BootSettings> boot(ConfigTable table) {
    Optional<ImageName> image = table.optional("image", ImageName::parse);
    Optional<String> arguments =
        table.optional("kernel-arguments", BootSettings::extraKernelArguments);
    int port =
        table
            .optionalNumber("http-port", SettingForms::port)
            .orElse(BootSettings.DEFAULT_HTTP_PORT);
    Optional<Path> ipxe = table.optional("ipxe-directory", SettingForms::absolutePath);
    Optional<Path> keys = table.optional("authorized-keys", SettingForms::absolutePath);
    table.rejectOtherKeys();
    collisions.tcpPort("boot.http-port", port);
    return table.hasProblems()
        ? Optional.empty()
        : Optional.of(
            new BootSettings(
                image.orElse(BootSettings.DEFAULT_IMAGE),
                arguments.orElse(BootSettings.DEFAULT_KERNEL_ARGUMENTS),
                port,
                ipxe.orElse(BootSettings.DEFAULT_IPXE_DIRECTORY),
                keys));
  }

  private Optional<NfsSettings> nfs(ConfigTable table) {
    int port = table.optionalNumber("port", SettingForms::port).orElse(NfsSettings.DEFAULT_PORT);
    boolean portmap = table.optionalFlag("portmap").orElse(NfsSettings.DEFAULT_PORTMAP);
    table.rejectOtherKeys();
    collisions.tcpPort("nfs.port", port);
    return table.hasProblems() ? Optional.empty() : Optional.of(new NfsSettings(port, portmap));
  }
}
