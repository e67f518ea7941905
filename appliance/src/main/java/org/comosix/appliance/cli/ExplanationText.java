package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.comosix.appliance.dhcp.explain.ExplainedMessage;
import org.comosix.appliance.dhcp.explain.Explanation;
import org.comosix.appliance.dhcp.explain.Fact;
import org.comosix.appliance.transport.capture.CapturedDatagram;

/** Writes explanations as paragraphs: a topic, then a sentence, wrapped to a terminal. */
final class ExplanationText {

  private static final int TOPIC = 10;
  private static final int WIDTH = 100 - TOPIC;
  private static final String INDENT = " ".repeat(TOPIC);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private final PrintWriter out;
  private final ZoneId zone;

  ExplanationText(PrintWriter out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  void print(ExplainedMessage message) {
    CapturedDatagram datagram = message.datagram();
    out.println(
        message.number()
            + "  "
            + time(datagram.time())
            + "  "
            + datagram.source()
            + ":"
            + datagram.sourcePort()
            + " > "
            + datagram.destination()
            + ":"
            + datagram.destinationPort()
            + datagram.vlan().map(vlan -> "  vlan " + vlan).orElse("")
            + datagram.networkInterface().map(name -> "  on " + name).orElse(""));
    print(message.explanation());
  }

  String time(Instant time) {
    return TIME.withZone(zone).format(time);
  }

  void print(Explanation explanation) {
    explanation.facts().forEach(this::print);
    out.println();
  }

  void print(Fact fact) {
    List<String> lines = wrapped(fact.text());
    out.println("  " + fact.topic() + INDENT.substring(2 + fact.topic().length()) + lines.get(0));
    lines.stream().skip(1).forEach(line -> out.println(INDENT + line));
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
