package org.comosix.appliance.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.domain.BootStage.BOOT_FILE;
import static org.comosix.appliance.domain.BootStage.DHCP;
import static org.comosix.appliance.domain.BootStage.FAILED;
import static org.comosix.appliance.domain.BootStage.INIT;
import static org.comosix.appliance.domain.BootStage.INITRD;
import static org.comosix.appliance.domain.BootStage.KERNEL;
import static org.comosix.appliance.domain.BootStage.NFS_MOUNT;
import static org.comosix.appliance.domain.BootStage.READY;
import static org.comosix.appliance.domain.BootStage.SCRIPT;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comosix.appliance.boot.NodeReport;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.testkit.BootLab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One boot after the other, put together from what the protocol rooms see. */
final class BootTimelineTest {

  private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.77.0.11");
  private static final MacAddress MAC = MacAddress.parse("52:54:00:12:34:56");

  private final BootTimeline timeline =
      new BootTimeline(
          new BootLab()
              .node("pc1", MAC.toString())
              .lease(MAC.toString(), ADDRESS.toString(), Optional.empty())
              .targets(),
          2);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(BootTimeline.class);
  private Instant now = Instant.parse("2026-11-22T14:00:00Z");

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  private void after(int seconds, BootStage stage) {
    now = now.plusSeconds(seconds);
    Optional<MacAddress> mac = stage == DHCP ? Optional.of(MAC) : Optional.empty();
    timeline.observed(new BootFact(now, stage, ADDRESS, mac, "a \"detail\""));
  }

  private void boot() {
    after(0, DHCP);
    after(1, BOOT_FILE);
    after(1, DHCP);
    after(1, SCRIPT);
    after(1, KERNEL);
    after(1, INITRD);
    after(10, DHCP);
    after(1, NFS_MOUNT);
    after(9, INIT);
    after(30, READY);
  }

  /** The stages of each boot, the last boot first. */
  private List<String> boots() {
    return List.of(timeline.toJson().split("\"node\"", -1)).stream()
        .skip(1)
        .map(
            boot ->
                List.of(boot.split("\"stage\":\"", -1)).stream()
                    .skip(1)
                    .map(stage -> stage.substring(0, stage.indexOf('"')))
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  private static String line(ILoggingEvent event) {
    return event.getLevel()
        + " "
        + event.getMessage()
        + event.getKeyValuePairs().stream()
            .map(pair -> " " + pair.key + "=" + pair.value)
            .collect(Collectors.joining());
  }

  @Test
  void eachStageIsToldOnceWithTheTimeSinceTheFirst() {
    boot();
    assertThat(log.list).hasSize(8);
    assertThat(line(log.list.get(3)))
        .isEqualTo(
            "INFO boot.stage node=pc1 mac=52:54:00:12:34:56 address=10.77.0.11 stage=kernel"
                + " detail=a \"detail\" after=4000ms");
    assertThat(line(log.list.get(4))).contains(" stage=initrd ");
    assertThat(line(log.list.get(5))).contains(" stage=nfs-mount ").endsWith(" after=16000ms");
    assertThat(line(log.list.get(7))).contains(" stage=ready ").endsWith(" after=55000ms");
  }

  @Test
  void theDocumentIsJson() {
    after(0, DHCP);
    after(1, KERNEL);
    assertThat(timeline.toJson())
        .isEqualTo(
            """
            [{"node":"pc1","mac":"52:54:00:12:34:56","address":"10.77.0.11",\
            "started":"2026-11-22T14:00:00Z","ready":false,"stages":[\
            {"stage":"dhcp","time":"2026-11-22T14:00:00Z","after-ms":0,"detail":"a \\"detail\\""},
            {"stage":"kernel","time":"2026-11-22T14:00:01Z","after-ms":1000,"detail":"a \\"detail\\""}]}]
            """);
  }

  @Test
  void dhcpAfterReadyIsAnotherBoot() {
    boot();
    after(5, DHCP);
    assertThat(boots())
        .containsExactly("dhcp", "dhcp boot-file script kernel initrd nfs-mount init ready");
  }

  @Test
  void dhcpAfterAMinuteOfSilenceIsAnotherBoot() {
    after(0, DHCP);
    after(1, BOOT_FILE);
    after(60, DHCP);
    assertThat(boots()).containsExactly("dhcp boot-file");
    after(61, DHCP);
    assertThat(boots()).containsExactly("dhcp", "dhcp boot-file");
  }

  @Test
  void aLoaderAfterTheInitrdIsAnotherBoot() {
    after(0, DHCP);
    after(1, INITRD);
    after(5, DHCP);
    after(1, BOOT_FILE);
    assertThat(boots()).containsExactly("boot-file", "dhcp initrd");
  }

  @Test
  void failuresAreToldEachTimeButNotWithoutEnd() {
    after(0, DHCP);
    for (int i = 0; i < 50; i++) {
      after(1, FAILED);
    }
    assertThat(log.list).hasSize(1 + Boot.MAX_FAILURES);
    assertThat(line(log.list.get(1))).startsWith("WARN boot.stage ");
    assertThat(boots()).containsExactly("dhcp" + " failed".repeat(Boot.MAX_FAILURES));
  }

  @Test
  void onlyTheLastBootsAreKept() {
    for (int i = 0; i < 5; i++) {
      boot();
    }
    assertThat(boots()).hasSize(3);
  }

  @Test
  void anAddressThatNobodyHoldsIsLeftOut() {
    timeline.observed(
        new BootFact(now, KERNEL, Ipv4Address.parse("192.0.2.1"), Optional.empty(), ""));
    assertThat(timeline.toJson()).isEqualTo("[]\n");
    assertThat(log.list).isEmpty();
  }

  @Test
  void reportsAreJsonWithEverythingEscaped() {
    NodeReport report =
        new NodeReport(
            now, ADDRESS, Optional.of(MAC), Map.of("name", "p\"c\\1\n\u00e9\ud83d\ude00"));
    assertThat(BootsJson.writeReports(List.of(report)))
        .isEqualTo(
            """
            [{"address":"10.77.0.11","mac":"52:54:00:12:34:56","time":"2026-11-22T14:00:00Z",\
            "facts":{"name":"p\\"c\\\\1\\u000a\\u00e9\\ud83d\\ude00"}}]
            """);
  }
}
