package org.comosix.appliance.dns;

import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;

/**
 * Which software a prefix will upset, and why: a host name has letters, digits and hyphens (RFC
 * 1123, section 2.1), and while DNS itself takes everything (RFC 2181, section 11), many programs
 * insist on that.
 */
public final class PrefixReport {

  private static final NodeName EXAMPLE = new NodeName("pc1");

  private final NodeLabels labels;
  private final String label;
  private final String alias;
  private final List<PrefixFinding> findings = new ArrayList<>();

  private PrefixReport(NodeLabels labels) {
    this.labels = labels;
    this.label = labels.label(EXAMPLE);
    this.alias = labels.alias(EXAMPLE).orElse(label);
  }

  /** None where every program is content. */
  public static List<PrefixFinding> of(NodeLabels labels) {
    return new PrefixReport(labels).find();
  }

  private List<PrefixFinding> find() {
    String prefix = labels.prefix();
    if (prefix.isEmpty()) {
      add(
          "Windows",
          "registers " + label + " itself, so that node and Windows of one PC fight for the name",
          "give nodes a prefix: dns.prefix = \"om_\"");
    } else if (!prefix.endsWith("-") && !prefix.endsWith("_")) {
      add(
          "your own eyes",
          "cannot tell the node pc1 from a machine that is called " + label,
          "let the prefix end in \"_\" or \"-\"");
    }
    if (prefix.indexOf('_') >= 0) {
      addUnderscore();
    }
    return List.copyOf(findings);
  }

  private void addUnderscore() {
    add(
        "BIND",
        "refuses " + label + " in a primary zone, and an update of it with REFUSED (check-names)",
        "check-names ignore; in that zone; our own zone does not mind");
    add(
        "Kea",
        "makes omx... of the name a client sends: \"_\" is not in its hostname-char-set",
        "\"hostname-char-set\": \"[^A-Za-z0-9._-]\"");
    add(
        "Unbound, OPNsense",
        "take no host entry with \"_\"",
        "forward our zone to us instead of entering names");
    if (labels.prefix().startsWith("_")) {
      add("dnsmasq", "refuses a name that begins with \"_\"", "begin the prefix with a letter");
    }
    add(
        "systemd",
        "does not take " + label + " as a machine's own name, and cuts \"_\" out of /etc/hostname",
        "leave the node its own name, pc1: that is what we tell it");
    add("Java", "finds no host in http://" + label + "/ and opens no connection", useAlias());
    add("TLS", "has no public certificate for a name with \"_\"", useAlias());
  }

  private String useAlias() {
    return alias.indexOf('_') < 0
        ? "use the alias, " + alias
        : "there is no alias to use: dns.alias-prefix = \"om-\"";
  }

  private void add(String software, String effect, String remedy) {
    findings.add(new PrefixFinding(software, effect, remedy));
  }
}
