package org.comosix.appliance.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** A file of another program. */
final class TextFile {

  /** Some four million leases; more would not fit the memory of this command. */
  private static final long LARGEST = 1L << 30;

  private TextFile() {}

  /** Its text, octet by octet where it is no UTF-8; says what is wrong and is empty otherwise. */
  static Optional<String> read(Path file, CommandSpec spec) throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        return refuse(spec, file + " is larger than a lease file can be");
      }
      byte[] octets = Files.readAllBytes(file);
      String text = new String(octets, StandardCharsets.UTF_8);
      return Optional.of(
          text.indexOf('\ufffd') < 0 ? text : new String(octets, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return refuse(spec, "there is no file " + file);
    } catch (AccessDeniedException e) {
      return refuse(spec, "no permission to read " + file);
    } catch (IOException e) {
      return refuse(spec, "cannot read " + file + ": " + e.getMessage());
    }
  }

  private static Optional<String> refuse(CommandSpec spec, String problem) {
    spec.commandLine().getErr().println("comosix: " + problem);
    spec.commandLine().getErr().flush();
    return Optional.empty();
  }
}
