package org.comosix.appliance.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.explain.ExplainedMessage;
import org.comosix.appliance.dhcp.explain.Explanation;
import org.comosix.appliance.dhcp.explain.Fact;
import org.comosix.appliance.dhcp.explain.OptionWords;
import org.comosix.appliance.transport.capture.CapturedDatagram;

/** The same for programs: facts by topic, and the messages by field. */
final class ExplanationJson {

  private ExplanationJson() {}

  static Map<String, Object> of(ExplainedMessage message) {
    CapturedDatagram datagram = message.datagram();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("packet", message.number());
    object.put("time", datagram.time().toString());
    object.put("source", datagram.source() + ":" + datagram.sourcePort());
    object.put("destination", datagram.destination() + ":" + datagram.destinationPort());
    datagram.vlan().ifPresent(vlan -> object.put("vlan", vlan));
    datagram.networkInterface().ifPresent(name -> object.put("interface", name));
    message.message().ifPresent(received -> object.put("message", message(received)));
    object.putAll(of(message.explanation()));
    return object;
  }

  /** {@code wrong} is a list, since several things may be. */
  static Map<String, Object> of(Explanation explanation) {
    Map<String, Object> facts = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (Fact fact : explanation.facts()) {
      if (fact.topic().equals("wrong")) {
        wrong.add(fact.text());
      } else {
        facts.put(fact.topic(), fact.text());
      }
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("facts", facts);
    if (!wrong.isEmpty()) {
      object.put("wrong", wrong);
    }
    explanation.reply().ifPresent(reply -> object.put("reply", message(reply)));
    explanation.ignored().ifPresent(reason -> object.put("ignored", constant(reason)));
    return object;
  }

  private static Map<String, Object> message(DhcpMessage message) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", message.type().map(Enum::name).orElse("BOOTP"));
    object.put("xid", message.xidText());
    if (message.hardware().isEthernet()) {
      object.put("mac", message.hardware().mac().toString());
    }
    object.put("ciaddr", message.ciaddr().toString());
    object.put("yiaddr", message.yiaddr().toString());
    object.put("siaddr", message.siaddr().toString());
    object.put("giaddr", message.giaddr().toString());
    object.put("file", message.file());
    object.put("options", OptionWords.of(message.options()));
    return object;
  }

  private static String constant(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
