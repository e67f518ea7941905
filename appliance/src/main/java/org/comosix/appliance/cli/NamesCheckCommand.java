package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.DnsSettings;
import org.comosix.appliance.config.source.ConfigLoader;
import org.comosix.appliance.dns.PrefixFinding;
import org.comosix.appliance.dns.PrefixReport;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.ops.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code comosix names check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Say which software the prefix of our names will upset, why, and what helps.",
    description = {
      "",
      "A node is known in DNS by dns.prefix and its name, om_pc1, and by dns.alias-prefix and its",
      "name, om-pc1. Nothing is asked or changed: what is said is known of the software.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:said; there may be nothing to say", "78:the configuration is wrong"},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class NamesCheckCommand implements Callable<Integer> {

  private static final NodeName EXAMPLE = new NodeName("pc1");

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "As one JSON object, for programs.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ConfigResult result = ConfigLoader.load(config.file());
    if (result instanceof ConfigResult.Refused refused) {
      PrintWriter err = spec.commandLine().getErr();
      err.print(new ConfigReport(Terminal.standardErrorShowsColour()).text(refused.problems()));
      err.flush();
      return ExitCode.CONFIGURATION;
    }
    DnsSettings dns = ((ConfigResult.Loaded) result).settings().dns();
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(dns) : text(dns));
    out.flush();
    return ExitCode.OK;
  }

  private static String text(DnsSettings dns) {
    NodeLabels labels = dns.labels();
    StringBuilder text = new StringBuilder("The node pc1 is ").append(labels.label(EXAMPLE));
    labels.alias(EXAMPLE).ifPresent(alias -> text.append(" and ").append(alias));
    text.append(" in ").append(dns.zone()).append(", the host pc1 is pc1.\n");
    List<PrefixFinding> findings = PrefixReport.of(labels);
    if (findings.isEmpty()) {
      return text.append("No software is known that minds.\n").toString();
    }
    for (PrefixFinding each : findings) {
      text.append('\n').append(each.software()).append(' ').append(each.effect()).append(".\n");
      text.append("  = ").append(each.remedy()).append('\n');
    }
    return text.toString();
  }

  private static String json(DnsSettings dns) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("zone", dns.zone());
    report.put("prefix", dns.labels().prefix());
    report.put("alias-prefix", dns.labels().aliasPrefix());
    report.put(
        "findings", PrefixReport.of(dns.labels()).stream().map(NamesCheckCommand::map).toList());
    return Json.of(report) + "\n";
  }

  private static Map<String, String> map(PrefixFinding finding) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("software", finding.software());
    map.put("effect", finding.effect());
    map.put("remedy", finding.remedy());
    return map;
  }
}
