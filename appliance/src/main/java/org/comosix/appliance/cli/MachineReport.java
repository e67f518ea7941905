package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.DhcpRehearsal;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.explain.Explanation;
import org.comosix.appliance.dhcp.explain.Fact;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;

/** What is known of one machine, and what each of its programs would be answered. */
final class MachineReport {

  /** In every paragraph the same, or of no interest in one that was made up. */
  private static final List<String> LEFT_OUT =
      List.of("client", "asks", "sends", "machine", "goes");

  private final MacAddress mac;
  private final List<Fact> known = new ArrayList<>();
  private final Map<String, Explanation> programs;

  MachineReport(DhcpRehearsal rehearsal, MacAddress mac) {
    this.mac = mac;
    Optional<Node> node = rehearsal.nodes().byMac(mac);
    Optional<Lease> lease = rehearsal.leases().activeByMac(mac);
    known.add(new Fact("machine", node.map(MachineReport::listed).orElse("not in the inventory")));
    known.add(new Fact("lease", lease.map(MachineReport::held).orElse("none at present")));
    ServedInterface arrival = arrival(rehearsal, node, lease);
    known.add(new Fact("heard", "on " + arrival.name()));
    this.programs = rehearsal.ofMachine(arrival).explain(mac);
  }

  private static String listed(Node node) {
    return node.name()
        + ", listed as a "
        + word(node.role())
        + node.address().map(address -> ", with the address " + address).orElse("")
        + node.image().map(image -> ", boots the image " + image).orElse("");
  }

  private static String held(Lease lease) {
    return lease.address()
        + " until "
        + lease.end()
        + lease.name().map(name -> ", name " + name).orElse("")
        + ", as a "
        + word(lease.role());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Where its own address belongs, else the first. */
  private static ServedInterface arrival(
      DhcpRehearsal rehearsal, Optional<Node> node, Optional<Lease> lease) {
    Optional<Ipv4Address> address = lease.map(Lease::address).or(() -> node.flatMap(Node::address));
    return address.flatMap(rehearsal::interfaceFor).orElseGet(() -> rehearsal.interfaces().get(0));
  }

  void print(ExplanationText text, PrintWriter out) {
    out.println(mac);
    known.forEach(text::print);
    answers()
        .forEach(
            (facts, who) -> {
              out.println();
              out.println("As " + String.join(", ", who));
              facts.forEach(text::print);
            });
  }

  /** Programs that are answered alike share a paragraph. */
  private Map<List<Fact>, List<String>> answers() {
    Map<List<Fact>, List<String>> answers = new LinkedHashMap<>();
    programs.forEach(
        (program, explanation) -> {
          List<Fact> facts =
              explanation.facts().stream()
                  .filter(fact -> !LEFT_OUT.contains(fact.topic()))
                  .toList();
          answers.computeIfAbsent(facts, none -> new ArrayList<>()).add(program);
        });
    return answers;
  }

  Map<String, Object> json() {
    Map<String, Object> facts = new LinkedHashMap<>();
    known.forEach(fact -> facts.put(fact.topic(), fact.text()));
    List<Map<String, Object>> answers = new ArrayList<>();
    programs.forEach(
        (program, explanation) -> {
          Map<String, Object> answer = new LinkedHashMap<>();
          answer.put("as", program);
          answer.putAll(ExplanationJson.of(explanation));
          answers.add(answer);
        });
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("mac", mac.toString());
    object.put("facts", facts);
    object.put("answers", answers);
    return object;
  }
}
