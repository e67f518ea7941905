package org.comosix.appliance.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks into a file of public keys before it is given to every node. */
final class AuthorizedKeys {

  private static final int MAX_BYTES = 1 << 20;

  /** sshd(8), AUTHORIZED_KEYS FILE FORMAT: options, key type, key in base64. */
  private static final Pattern KEY =
      Pattern.compile(
          "(?:.*\\s)?(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-\\S+|sk-\\S+)\\s+[A-Za-z0-9+/]{40,}=*(?:\\s.*)?");

  private AuthorizedKeys() {}

  /** What is wrong with it. */
  static Optional<String> problem(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        return Optional.of(file + " has more than " + MAX_BYTES + " bytes");
      }
      return problem(file, Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList());
    } catch (NoSuchFileException e) {
      return Optional.of("there is no file " + file);
    } catch (IOException e) {
      return Optional.of(file + " cannot be read: " + e.getMessage());
    }
  }

  private static Optional<String> problem(Path file, List<String> lines) {
    int keys = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.contains("PRIVATE KEY")) {
        return Optional.of(file + " holds a private key; the public one ends in .pub");
      }
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!KEY.matcher(line).matches()) {
        return Optional.of(file + ", line " + (i + 1) + " is not a public key");
      }
      keys++;
    }
    return keys == 0 ? Optional.of(file + " holds no key") : Optional.empty();
  }
}
