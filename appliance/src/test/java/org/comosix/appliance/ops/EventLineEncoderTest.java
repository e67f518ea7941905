package org.comosix.appliance.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** One event, one line, whatever a client sent. */
final class EventLineEncoderTest {

  private static final String DHCP = "org.comosix.appliance.dhcp.DhcpServer";

  private static String logged(
      String levels, LineStyle style, String logger, Consumer<Logger> event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logging.configure(context, LogLevels.parse(levels), style, out);
    event.accept(context.getLogger(logger));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String line(Consumer<Logger> event) {
    return logged("trace", LineStyle.JOURNAL, DHCP, event);
  }

  private static String value(String value) {
    String line = line(log -> log.atInfo().addKeyValue("name", value).log("dhcp.ack"));
    assertThat(line).startsWith("<6>INFO dhcp.ack name=").endsWith("\n");
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    return line.substring("<6>INFO dhcp.ack name=".length(), line.length() - 1);
  }

  @Test
  void theTimeIsUtcWithMilliseconds() {
    String line =
        logged(
            "info",
            LineStyle.TIMESTAMP,
            DHCP,
            log ->
                log.atInfo()
                    .addKeyValue("mac", "52:54:00:12:34:56")
                    .addKeyValue("address", "10.77.0.11")
                    .log("dhcp.ack"));

    assertThat(line)
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"
                + " INFO dhcp\\.ack mac=52:54:00:12:34:56 address=10\\.77\\.0\\.11\n");
  }

  @Test
  void theJournalGetsThePriorityAndNoTime() {
    assertThat(line(log -> log.atError().log("a.b"))).isEqualTo("<3>ERROR a.b\n");
    assertThat(line(log -> log.atWarn().log("a.b"))).isEqualTo("<4>WARN a.b\n");
    assertThat(line(log -> log.atInfo().log("a.b"))).isEqualTo("<6>INFO a.b\n");
    assertThat(line(log -> log.atDebug().log("a.b"))).isEqualTo("<7>DEBUG a.b\n");
    assertThat(line(log -> log.atTrace().log("a.b"))).isEqualTo("<7>TRACE a.b\n");
  }

  @Test
  void plainValuesStandAsTheyAre() {
    assertThat(value("pc1")).isEqualTo("pc1");
    assertThat(value("/srv/a[1]:2,3")).isEqualTo("/srv/a[1]:2,3");
  }

  @Test
  void everythingElseIsQuotedAndEscaped() {
    assertThat(value("")).isEqualTo("\"\"");
    assertThat(value("two words")).isEqualTo("\"two words\"");
    assertThat(value("a=b")).isEqualTo("\"a=b\"");
    assertThat(value("say \"hi\" \\")).isEqualTo("\"say \\\"hi\\\" \\\\\"");
    assertThat(value("1\n2\r3\t4")).isEqualTo("\"1\\n2\\r3\\t4\"");
    assertThat(value("\033[2J\u0000")).isEqualTo("\"\\u001b[2J\\u0000\"");
    assertThat(value("caf\u00e9")).isEqualTo("\"caf\u00e9\"");
    assertThat(value("a\u2028b\u0085c")).isEqualTo("\"a\\u2028b\\u0085c\"");
    assertThat(value("\u202eevil")).isEqualTo("\"\\u202eevil\"");
    assertThat(value("\ud800")).isEqualTo("\"\\ud800\"");
  }

  @Test
  void aClientCannotWriteALineOfItsOwn() {
    String forged = "pc1\n2026-11-22T14:00:00.123Z ERROR lease.lost mac=52:54:00:00:00:01";

    assertThat(value(forged)).startsWith("\"pc1\\n2026").doesNotContain("\n");
  }

  @Test
  void longValuesAreCut() {
    assertThat(value("x".repeat(70_000))).hasSize(LogValue.LONGEST + 3).endsWith("\u2026\"");
  }

  @Test
  void aLibrarysSentenceIsAValue() {
    assertThat(
            logged(
                "info",
                LineStyle.JOURNAL,
                "io.netty.channel.Pipeline",
                log -> log.warn("It broke: {}", "why\nso")))
        .isEqualTo(
            "<4>WARN library.message logger=io.netty.channel.Pipeline"
                + " message=\"It broke: why\\nso\"\n");
  }

  @Test
  void anExceptionIsOnTheSameLine() {
    IOException cause = new IOException("No space\nleft");
    IllegalStateException thrown = new IllegalStateException("journal", cause);

    String line = line(log -> log.atError().setCause(thrown).log("lease.lost"));

    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .startsWith(
            "<3>ERROR lease.lost error=\"java.lang.IllegalStateException: journal\" stack=\"")
        .contains(EventLineEncoderTest.class.getName())
        .contains(" caused by java.io.IOException: No space\\nleft < ");
  }

  @Test
  void librariesAreHeardFromWarnOnAndRoomsAsToldTo() {
    Consumer<Logger> info = log -> log.info("a.b");

    assertThat(logged("trace", LineStyle.JOURNAL, "io.netty.util", info)).isEmpty();
    assertThat(logged("trace", LineStyle.JOURNAL, "org.xbill.DNS", info)).isEmpty();
    assertThat(logged("warn", LineStyle.JOURNAL, DHCP, info)).isEmpty();
    assertThat(logged("warn,dhcp=info", LineStyle.JOURNAL, DHCP, info)).isNotEmpty();
    assertThat(logged("info,dhcp=error", LineStyle.JOURNAL, DHCP, info)).isEmpty();
    assertThat(logged("info,dns=error", LineStyle.JOURNAL, DHCP, info)).isNotEmpty();
  }

  @Test
  void aKeyCannotBreakTheLineEither() {
    assertThat(line(log -> log.atInfo().addKeyValue("a b\n=", 1).log("a.b")))
        .isEqualTo("<6>INFO a.b a_b__=1\n");
  }

  @Test
  void journalStreamOfAnotherFileIsNotOurs() {
    assertThat(Logging.isJournal(null)).isFalse();
    assertThat(Logging.isJournal("8:1")).isFalse();
  }
}
