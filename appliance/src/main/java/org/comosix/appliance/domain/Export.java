package org.comosix.appliance.domain;

/**
 * What a node mounts: a generation under its own path, so that a new generation never changes a
 * mounted root.
 */
public record Export(GenerationId generation) {

  private static final String ROOT = "/comosix/";

  /** The path for MOUNT and {@code nfsroot=}: {@code /comosix/debian/7}. */
  public String path() {
    return ROOT + generation;
  }
}
