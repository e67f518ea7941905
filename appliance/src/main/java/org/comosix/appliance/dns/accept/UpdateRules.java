package org.comosix.appliance.dns.accept;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.dns.OwnedRrset;
import org.comosix.appliance.dns.RecordStore;
import org.comosix.appliance.dns.ServedZones;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.MalformedMessageException;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.codec.UpdateMessage;
import org.comosix.appliance.dns.codec.UpdateRecord;

/**
 * Decides what becomes of an update whose signature is good, in the order of section 3: the zone,
 * prerequisites, permission and form of each record, then all changes or none. Changes nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2136#section-3">RFC 2136, section 3</a>
 */
final class UpdateRules {

  /** All of them are one answer, which has to fit a message. */
  static final int MOST_VALUES = 100;

  static final int MOST_OCTETS = 30_000;

  private static final String WILDCARD = "*";

  private final ServedZones zones;
  private final RecordStore store;

  UpdateRules(ServedZones zones, RecordStore store) {
    this.zones = zones;
    this.store = store;
  }

  UpdateResult decide(UpdateMessage message, String key) {
    DomainName zone = message.zone();
    if (message.zoneClass() != UpdateMessage.CLASS_IN
        || zones.zoneOf(zone).filter(zone::equals).isEmpty()) {
      return UpdateResult.failed(UpdateVerdict.NOT_OUR_ZONE);
    }
    try {
      UpdateMessage.Sections sections = message.sections();
      return new Prerequisites(zones, store, zone)
          .check(sections.prerequisites())
          .orElseGet(() -> update(zone, key, sections.updates()));
    } catch (MalformedMessageException e) {
      return UpdateResult.failed(UpdateVerdict.MALFORMED);
    }
  }

  private UpdateResult update(DomainName zone, String key, List<UpdateRecord> updates) {
    for (UpdateRecord record : updates) {
      Optional<UpdateVerdict> unfit = prescan(zone, record).or(() -> permission(key, record));
      if (unfit.isPresent()) {
        return UpdateResult.failed(unfit.get(), record);
      }
    }
    Draft draft = new Draft(store);
    for (UpdateRecord record : updates) {
      apply(record, zone, draft);
      if (Optional.ofNullable(draft.at(record.name()).get(record.type()))
          .filter(UpdateRules::isHuge)
          .isPresent()) {
        return UpdateResult.failed(UpdateVerdict.TOO_MANY_RECORDS, record);
      }
    }
    return UpdateResult.of(draft.changes());
  }

  /** Section 3.4.1.2. */
  private Optional<UpdateVerdict> prescan(DomainName zone, UpdateRecord record) {
    if (zones.zoneOf(record.name()).filter(zone::equals).isEmpty()) {
      return Optional.of(UpdateVerdict.OUTSIDE_THE_ZONE);
    }
    boolean meta = RecordType.isMeta(record.type());
    boolean wellFormed =
        switch (record.dnsClass()) {
          case UpdateMessage.CLASS_IN -> !meta;
          case UpdateMessage.CLASS_ANY ->
              record.ttl() == 0 && !record.hasData() && (!meta || record.type() == RecordType.ANY);
          case UpdateMessage.CLASS_NONE -> record.ttl() == 0 && record.hasData() && !meta;
          default -> false;
        };
    return wellFormed ? Optional.empty() : Optional.of(UpdateVerdict.MALFORMED);
  }

  /** Section 3.3. Whoever deletes all records of a name needs to be allowed each of them. */
  private Optional<UpdateVerdict> permission(String key, UpdateRecord record) {
    DomainName name = record.name();
    UpdatePolicy policy = zones.policy();
    boolean allowed =
        record.type() == RecordType.ANY
            ? policy.allowsSome(key, name)
                && store.at(name).stream().allMatch(it -> policy.allows(key, name, it.type()))
            : policy.allows(key, name, record.type());
    if (!allowed || name.firstLabel().equals(WILDCARD)) {
      return Optional.of(UpdateVerdict.NOT_ALLOWED);
    }
    return zones.isKept(name) ? Optional.of(UpdateVerdict.NAME_IS_KEPT) : Optional.empty();
  }

  /** Section 3.4.2. SOA and NS are among no records of ours that an update could change. */
  private static void apply(UpdateRecord record, DomainName zone, Draft draft) {
    Map<Integer, OwnedRrset> types = draft.at(record.name());
    switch (record.dnsClass()) {
      case UpdateMessage.CLASS_IN -> add(record, record.name().equals(zone), types);
      case UpdateMessage.CLASS_ANY -> {
        if (record.type() == RecordType.ANY) {
          types.clear();
        } else {
          types.remove(record.type());
        }
      }
      default -> delete(record, types);
    }
  }

  /** Section 3.4.2.2: what would stand beside a CNAME, or it beside others, is left out. */
  private static void add(UpdateRecord record, boolean apex, Map<Integer, OwnedRrset> types) {
    boolean alias = record.type() == RecordType.CNAME;
    boolean misfit =
        alias
            ? apex || types.keySet().stream().anyMatch(type -> type != RecordType.CNAME)
            : types.containsKey(RecordType.CNAME);
    if (misfit) {
      return;
    }
    List<byte[]> data = new ArrayList<>();
    if (!alias && types.containsKey(record.type())) {
      data.addAll(types.get(record.type()).rrset().rdatas());
    }
    if (!Draft.contains(data, record.rdata())) {
      data.add(record.rdata());
    }
    // All records of a set have one TTL: the last one said (RFC 2181, section 5.2).
    types.put(record.type(), new OwnedRrset(record.name(), record.type(), record.ttl(), data));
  }

  /** Section 3.4.2.4. */
  private static void delete(UpdateRecord record, Map<Integer, OwnedRrset> types) {
    Optional<OwnedRrset> there = Optional.ofNullable(types.get(record.type()));
    if (there.filter(it -> Draft.contains(it.rrset().rdatas(), record.rdata())).isEmpty()) {
      return;
    }
    List<byte[]> left = new ArrayList<>(there.get().rrset().rdatas());
    left.removeIf(data -> Draft.contains(List.of(record.rdata()), data));
    if (left.isEmpty()) {
      types.remove(record.type());
    } else {
      int ttl = there.get().rrset().ttl();
      types.put(record.type(), new OwnedRrset(record.name(), record.type(), ttl, left));
    }
  }

  private static boolean isHuge(OwnedRrset rrset) {
    return rrset.rrset().count() > MOST_VALUES || rrset.rrset().length() > MOST_OCTETS;
  }
}
