package org.comosix.appliance.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up, once, before the first line: one line for each fact on standard error. Made in
 * code, since reading an XML file would cost a tenth of a second at every start.
 */
public final class Logging {

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Logging() {}

  /** Libraries are heard from WARN on, our own rooms at the levels given. */
  public static void start(LogLevels levels, Map<String, String> environment) {
    LineStyle style =
        isJournal(environment.get("JOURNAL_STREAM")) ? LineStyle.JOURNAL : LineStyle.TIMESTAMP;
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    configure(context, levels, style, new FileOutputStream(FileDescriptor.err));
  }

  static void configure(
      LoggerContext context, LogLevels levels, LineStyle style, OutputStream out) {
    context.reset();
    EventLineEncoder encoder = new EventLineEncoder(style);
    encoder.setContext(context);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setName("standard error");
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(out);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    context.getLogger(LogLevels.HOUSE).setLevel(Level.toLevel(levels.general().name()));
    levels
        .rooms()
        .forEach(
            (room, level) ->
                context
                    .getLogger(LogLevels.HOUSE + "." + room)
                    .setLevel(Level.toLevel(level.name())));
  }

  /**
   * Whether standard error is the journal's own stream: a program started by a service may have
   * inherited the variable and write elsewhere (systemd.exec(5), JOURNAL_STREAM).
   */
  static boolean isJournal(@Nullable String journalStream) {
    return Optional.ofNullable(journalStream)
        .map(stream -> stream.equals(deviceAndInode(STANDARD_ERROR)))
        .orElse(false);
  }

  private static String deviceAndInode(Path file) {
    try {
      return Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");
    } catch (IOException | UnsupportedOperationException e) {
      return "unknown";
    }
  }
}
