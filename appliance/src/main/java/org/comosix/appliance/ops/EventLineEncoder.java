package org.comosix.appliance.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One event as one line: {@code 2026-11-22T14:00:00.123Z INFO dhcp.ack mac=… address=…}.
 *
 * <p>What comes from outside can neither end the line nor look like another key.
 */
final class EventLineEncoder extends EncoderBase<ILoggingEvent> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern EVENT = Pattern.compile("[a-z0-9.-]{1,80}");
  private static final int MOST_CAUSES = 5;
  private static final int MOST_FRAMES = 25;

  private final LineStyle style;

  EventLineEncoder(LineStyle style) {
    this.style = style;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return line(event).getBytes(StandardCharsets.UTF_8);
  }

  private String line(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    if (style == LineStyle.JOURNAL) {
      line.append('<').append(priority(event.getLevel())).append('>');
    } else {
      TIME.formatTo(event.getInstant(), line);
      line.append(' ');
    }
    line.append(event.getLevel()).append(' ');
    appendEvent(line, event);
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> append(line, pair.key, String.valueOf(pair.value)));
    }
    appendThrowable(line, event.getThrowableProxy());
    return line.append('\n').toString();
  }

  /** A library's sentence is no event: it becomes a value. */
  private static void appendEvent(StringBuilder line, ILoggingEvent event) {
    String message = String.valueOf(event.getFormattedMessage());
    if (EVENT.matcher(message).matches()) {
      line.append(message);
      return;
    }
    line.append("library.message");
    append(line, "logger", event.getLoggerName());
    append(line, "message", message);
  }

  private static void append(StringBuilder line, String key, String value) {
    line.append(' ').append(LogValue.key(key)).append('=').append(LogValue.quoted(value));
  }

  private static void appendThrowable(StringBuilder line, @Nullable IThrowableProxy thrown) {
    if (thrown == null) {
      return;
    }
    append(line, "error", name(thrown));
    StringBuilder stack = new StringBuilder();
    IThrowableProxy cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      stack.append(i == 0 ? "" : " caused by " + name(cause));
      StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
      for (int f = 0; f < Math.min(frames.length, MOST_FRAMES); f++) {
        stack.append(f == 0 && i == 0 ? "" : " < ").append(frames[f].getStackTraceElement());
      }
      cause = cause.getCause();
    }
    line.append(" stack=").append(LogValue.quotedWhole(stack.toString()));
  }

  private static String name(IThrowableProxy thrown) {
    return thrown.getClassName() + ": " + thrown.getMessage();
  }

  private static int priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> 3;
      case Level.WARN_INT -> 4;
      case Level.INFO_INT -> 6;
      default -> 7;
    };
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
