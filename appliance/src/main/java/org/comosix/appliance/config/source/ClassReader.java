package org.comosix.appliance.config.source;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.config.ClassSettings;
import org.comosix.appliance.config.Collisions;
import org.comosix.appliance.config.DhcpOptionSettings;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.MacPrefix;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.TextPattern;

/** Reads one {@code [[dhcp.class]]}. */
final class ClassReader {

  private final Collisions collisions;

  ClassReader(Collisions collisions) {
    this.collisions = collisions;
  }

  Optional<ClassSettings> read(ConfigTable table) {
    Optional<String> name = table.required("name", "\"phones\"", ClassReader::name);
    List<TextPattern> vendorClass = table.optionalList("vendor-class", TextPattern::new);
    List<TextPattern> userClass = table.optionalList("user-class", TextPattern::new);
    List<MacPrefix> mac = table.optionalList("mac", MacPrefix::parse);
    Optional<Boolean> known = table.optionalFlag("known");
    Optional<MachineRole> role = table.optional("role", ClassSettings::role);
    Optional<Duration> leaseTime = table.optional("lease-time", SubnetReader::leaseTime);
    List<AddressRange> pool = table.optionalList("pool", AddressRange::parse);
    boolean byClientId = table.optional("identity", ClassSettings::identity).orElse(false);
    Optional<DhcpOptionSettings> options = OptionsReader.read(table.table("options"));
    table.rejectOtherKeys();
    name.ifPresent(value -> collisions.className(table.pathOf("name"), value));
    for (int i = 0; i < pool.size(); i++) {
      collisions.classPool(table.pathOf("pool[" + i + "]"), pool.get(i));
    }
    return name.isEmpty() || options.isEmpty() || table.hasProblems()
        ? Optional.empty()
        : table.buildAt(
            "name",
            () ->
                new ClassSettings(
                    name.get(),
                    vendorClass,
                    userClass,
                    mac,
                    known,
                    role,
                    leaseTime,
                    pool,
                    byClientId,
                    options.get()));
  }

  static String name(String text) {
    if (!text.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "expected a name of lower-case letters, digits and hyphens, not \"" + text + "\"");
    }
    return text;
  }
}
