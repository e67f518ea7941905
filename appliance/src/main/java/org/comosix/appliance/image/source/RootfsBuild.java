package org.comosix.appliance.image.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.image.ImageRefusedException;

/** Runs the recipe {@code rootfs/build}, which makes a node's root file system as a tar. */
public final class RootfsBuild {

  private static final Pattern PROGRESS = Pattern.compile("progress (\\d{1,3}) (.*)");
  private static final int TAIL_LINES = 30;

  private final Path program;

  /** Told what the recipe does; percent of its whole time. */
  @FunctionalInterface
  public interface Steps {
    void at(int percent, String what);
  }

  public RootfsBuild(Path program) {
    this.program = program;
  }

  /**
   * Builds a root file system; takes minutes. When this process is told to stop, so is the recipe.
   *
   * @param output where the tar goes
   * @param options more of the recipe's own ({@code --suite}, {@code --mirror}, {@code --include})
   * @throws ImageRefusedException it failed; the end of what it said is in the message
   */
  public void run(Path output, List<String> options, Steps steps) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of("--progress", "--output", output.toString()));
    command.addAll(options);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      Thread stop = new Thread(process::destroy, "stop-rootfs-build");
      Runtime.getRuntime().addShutdownHook(stop);
      process.getOutputStream().close();
      String log = follow(process, steps);
      int status = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(stop);
      if (status != 0) {
        throw new ImageRefusedException(
            program + " ended with status " + status + "; it said:\n" + log);
      }
    } catch (IOException e) {
      throw new ImageRefusedException("cannot run " + program + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageRefusedException("interrupted while " + program + " was running");
    }
  }

  private static String follow(Process process, Steps steps) throws IOException {
    Deque<String> tail = new ArrayDeque<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher progress = PROGRESS.matcher(line);
      if (progress.matches()) {
        steps.at(Math.min(100, Integer.parseInt(progress.group(1))), progress.group(2));
        continue;
      }
      tail.add(line);
      if (tail.size() > TAIL_LINES) {
        tail.remove();
      }
    }
    return String.join("\n", tail);
  }
}
