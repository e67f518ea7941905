package org.comosix.appliance.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
public final class Version implements IVersionProvider {

  /** Of this program; {@code development} when it runs from classes. */
  static String own() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"comosix " + own(), "Java " + Runtime.version()};
  }
}
