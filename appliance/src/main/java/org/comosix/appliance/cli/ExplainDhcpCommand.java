package org.comosix.appliance.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comosix.appliance.DhcpRehearsal;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.config.source.ConfigLoader;
import org.comosix.appliance.dhcp.explain.CaptureExplainer;
import org.comosix.appliance.dhcp.explain.ExplainedMessage;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.image.ImageStoreException;
import org.comosix.appliance.lease.LeaseJournalException;
import org.comosix.appliance.ops.Json;
import org.comosix.appliance.transport.capture.CaptureFile;
import org.comosix.appliance.transport.capture.CapturedDatagram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix explain-dhcp}. */
@Command(
    name = "explain-dhcp",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Say in words what the DHCP server would answer, and why.",
    description = {
      "",
      "With a capture (pcap or pcapng): for each DHCP message in it who sends it, what it asks, "
          + "which subnet, class and role it falls under, what would be answered and why, or why "
          + "not and what to do about it; of another server's answers, what is wrong with them.",
      "",
      "With a hardware address: what that machine would be answered as firmware, as iPXE and as "
          + "an operating system, and its present lease, name and role.",
      "",
      "The server's own decision is made on a copy: the configuration, and the leases of the "
          + "state directory as they are now. The appliance may be running or not. Nothing is "
          + "sent or written.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  tcpdump -i eth1 -s 0 -w dhcp.pcap port 67 or port 68",
      "  comosix explain-dhcp dhcp.pcap",
      "  comosix explain-dhcp 52:54:00:12:34:56"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:explained",
      " 1:the capture or the leases cannot be read, or there is no DHCP in the capture",
      "77:no permission to read the state directory; run as root",
      "78:the configuration is wrong"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class ExplainDhcpCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "PCAP|MAC",
      description = "A capture file, or a hardware address such as 52:54:00:12:34:56.")
  private String subject = "";

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = {"-i", "--interface"},
      paramLabel = "NAME",
      description =
          "Where it is heard, of server.interfaces. Default: what the capture and its addresses"
              + " tell, else the first.")
  private Optional<String> networkInterface = Optional.empty();

  @Option(names = "--json", description = "As one JSON object, for programs.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final MachineLinks machine = MachineLinks.ofThisMachine();

  @Override
  public Integer call() {
    ConfigResult result = ConfigLoader.load(config.file());
    if (result instanceof ConfigResult.Refused refused) {
      return refuse(refused);
    }
    try {
      return explain((ConfigResult.Loaded) result);
    } catch (ImageStoreException | LeaseJournalException e) {
      return failed(String.valueOf(e.getMessage()), e.getCause());
    } catch (IOException e) {
      return failed(subject + ": " + e.getMessage(), e);
    }
  }

  private int failed(String message, @Nullable Throwable cause) {
    boolean denied = cause instanceof AccessDeniedException;
    say(denied ? message + "; run it as root" : message);
    return denied ? ExitCode.NO_PERMISSION : ExitCode.FAILED;
  }

  private int refuse(ConfigResult.Refused refused) {
    PrintWriter err = spec.commandLine().getErr();
    err.print(new ConfigReport(Terminal.standardErrorShowsColour()).text(refused.problems()));
    err.flush();
    return ExitCode.CONFIGURATION;
  }

  private int explain(ConfigResult.Loaded loaded) throws IOException {
    ApplianceSettings settings = loaded.settings();
    List<ServedLink> here = new MachineFit(machine).check(loaded).links();
    List<ServedLink> all = here.isEmpty() ? AssumedLinks.of(settings) : here;
    List<ServedLink> links =
        networkInterface.isEmpty()
            ? all
            : all.stream()
                .filter(link -> networkInterface.get().equals(link.networkInterface()))
                .toList();
    if (links.isEmpty()) {
      say("there is no " + networkInterface.orElse("interface") + " in server.interfaces");
      return ExitCode.USAGE;
    }
    if (here.isEmpty()) {
      links.forEach(
          link ->
              say(
                  "note: this machine has no "
                      + link.networkInterface()
                      + "; assuming a server with "
                      + link.address()
                      + " on it"));
    }
    Optional<MacAddress> mac = mac();
    return mac.isPresent()
        ? machine(new DhcpRehearsal(settings, links, Instant.now()), mac.get())
        : capture(settings, links);
  }

  private Optional<MacAddress> mac() {
    try {
      return Optional.of(MacAddress.parse(subject));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private int machine(DhcpRehearsal rehearsal, MacAddress mac) {
    MachineReport report = new MachineReport(rehearsal, mac);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(report.json()));
    } else {
      report.print(new ExplanationText(out, ZoneId.systemDefault()), out);
    }
    out.flush();
    return ExitCode.OK;
  }

  /** A packet of the capture, by its number. */
  private record Numbered(int number, CapturedDatagram datagram) {}

  private int capture(ApplianceSettings settings, List<ServedLink> links) throws IOException {
    Path file = Path.of(subject);
    if (!Files.isRegularFile(file)) {
      say(
          "expected a capture file or a hardware address such as 52:54:00:12:34:56, not \""
              + subject
              + "\"");
      return ExitCode.USAGE;
    }
    List<Numbered> found = read(file);
    if (found.isEmpty()) {
      say(subject + ": no DHCP in it; capture with  tcpdump -s 0 -w FILE port 67 or port 68");
      return ExitCode.FAILED;
    }
    DhcpRehearsal rehearsal = new DhcpRehearsal(settings, links, found.get(0).datagram().time());
    CaptureExplainer explainer = rehearsal.ofCapture();
    print(found.stream().map(each -> explainer.explain(each.number(), each.datagram())).toList());
    return ExitCode.OK;
  }

  private static List<Numbered> read(Path file) throws IOException {
    List<Numbered> found = new ArrayList<>();
    int[] number = {0};
    try (InputStream in = Files.newInputStream(file)) {
      CaptureFile.read(
          new BufferedInputStream(in),
          frame -> {
            number[0]++;
            CapturedDatagram.of(frame)
                .filter(CaptureExplainer::isDhcp)
                .ifPresent(datagram -> found.add(new Numbered(number[0], datagram)));
          });
    }
    return found;
  }

  private void print(List<ExplainedMessage> messages) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("messages", messages.stream().map(ExplanationJson::of).toList());
      out.println(Json.of(object));
    } else {
      ExplanationText text = new ExplanationText(out, ZoneId.systemDefault());
      messages.forEach(text::print);
    }
    out.flush();
  }

  private void say(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("comosix: " + text);
    err.flush();
  }
}
