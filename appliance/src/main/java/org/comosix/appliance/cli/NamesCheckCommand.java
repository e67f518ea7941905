package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.comosix.appliance.NamesRehearsal;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.DnsSettings;
import org.comosix.appliance.config.source.ConfigLoader;
import org.comosix.appliance.dns.PrefixFinding;
import org.comosix.appliance.dns.PrefixReport;
import org.comosix.appliance.dns.update.UpdatePreflight;
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
    header = "Which software the names of nodes upset; would the site's DNS servers take them?",
    description = {
      "",
      "Says what is known of software that dislikes the prefix of our names, om_pc1, and what "
          + "helps. Then writes a name as a node would have it, om_comosix-check, into each zone of "
          + "each [[dns.update]], and takes it back. What a server refuses is explained: the "
          + "underscore, the key, the clock, the permission. Works while the appliance serves.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:every server took the names, or there is none",
      " 1:some did not; the list says why",
      "78:the configuration is wrong"
    },
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
      say(new ConfigReport(Terminal.standardErrorShowsColour()).text(refused.problems()));
      return ExitCode.CONFIGURATION;
    }
    DnsSettings dns = ((ConfigResult.Loaded) result).settings().dns();
    try {
      List<UpdatePreflight.Finding> tried = NamesRehearsal.run(dns);
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? json(dns, tried) : text(dns) + text(tried));
      out.flush();
      boolean taken = tried.stream().allMatch(finding -> finding.problem().isEmpty());
      return taken ? ExitCode.OK : ExitCode.FAILED;
    } catch (IllegalArgumentException e) {
      say("comosix: " + e.getMessage() + "\n");
      return ExitCode.CONFIGURATION;
    }
  }

  private void say(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.print(text);
    err.flush();
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

  private static String text(List<UpdatePreflight.Finding> tried) {
    if (tried.isEmpty()) {
      return "\nNo [[dns.update]], no server to ask.\n";
    }
    StringBuilder text = new StringBuilder("\n");
    for (UpdatePreflight.Finding each : tried) {
      text.append(each.target()).append("  ").append(each.name()).append("  ");
      text.append(each.problem().orElse("written and taken back")).append('\n');
    }
    return text.toString();
  }

  private static String json(DnsSettings dns, List<UpdatePreflight.Finding> tried) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("zone", dns.zone());
    report.put("prefix", dns.labels().prefix());
    report.put("alias-prefix", dns.labels().aliasPrefix());
    report.put(
        "findings", PrefixReport.of(dns.labels()).stream().map(NamesCheckCommand::map).toList());
    report.put("servers", tried.stream().map(NamesCheckCommand::map).toList());
    return Json.of(report) + "\n";
  }

  private static Map<String, String> map(UpdatePreflight.Finding finding) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("server", finding.target().toString());
    map.put("name", finding.name().toString());
    finding.problem().ifPresent(problem -> map.put("problem", problem));
    return map;
  }

  private static Map<String, String> map(PrefixFinding finding) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("software", finding.software());
    map.put("effect", finding.effect());
    map.put("remedy", finding.remedy());
    return map;
  }
}
