package org.comosix.appliance.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.comosix.appliance.boot.NodeReport;
import org.comosix.appliance.domain.BootStage;

/** The documents that {@code GET /v1/boots} and {@code GET /v1/nodes} answer. */
public final class BootsJson {

  private BootsJson() {}

  static String write(List<Boot> boots) {
    return Json.of(boots.stream().map(BootsJson::boot).toList()) + "\n";
  }

  private static Map<String, Object> boot(Boot boot) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", boot.node());
    json.put("mac", boot.mac());
    json.put("address", boot.address());
    json.put("started", boot.started());
    json.put("ready", boot.reached(BootStage.READY));
    json.put("stages", boot.steps().stream().map(step -> step(boot, step)).toList());
    return json;
  }

  private static Map<String, Object> step(Boot boot, Boot.Step step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("stage", BootTimeline.word(step.stage()));
    json.put("time", step.time());
    json.put("after-ms", boot.after(step).toMillis());
    json.put("detail", step.detail());
    return json;
  }

  /** The last report of each node, in the node's own words. */
  public static String writeReports(List<NodeReport> reports) {
    return Json.of(reports.stream().map(BootsJson::report).toList()) + "\n";
  }

  private static Map<String, Object> report(NodeReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", report.address());
    report.mac().ifPresent(mac -> json.put("mac", mac));
    json.put("time", report.time());
    json.put("facts", report.facts());
    return json;
  }
}
