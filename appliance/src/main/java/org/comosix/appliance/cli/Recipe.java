package org.comosix.appliance.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where {@code rootfs/build} lies. */
public final class Recipe {

  private Recipe() {}

  /**
   * In the directory that {@code -Dcomosix.home} or the environment's {@code COMOSIX_HOME} names,
   * else beside the jar or in a directory above it: that is a checkout.
   */
  public static Optional<Path> find() {
    return Stream.concat(told(), aboveTheJar())
        .map(home -> home.resolve("rootfs").resolve("build"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Stream<Path> told() {
    return Stream.of(
            Optional.ofNullable(System.getProperty("comosix.home")),
            Optional.ofNullable(System.getenv("COMOSIX_HOME")))
        .flatMap(Optional::stream)
        .map(Path::of);
  }

  private static Stream<Path> aboveTheJar() {
    try {
      Path jar = Path.of(Recipe.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Stream.iterate(
              Optional.ofNullable(jar.getParent()),
              Optional::isPresent,
              directory -> directory.map(Path::getParent))
          .limit(4)
          .flatMap(Optional::stream);
    } catch (URISyntaxException e) {
      return Stream.empty();
    }
  }
}
