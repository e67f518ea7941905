package org.comosix.appliance.config;

/**
 * The ports of the root file system.
 *
 * @param port NFS and MOUNT, TCP and UDP
 * @param portmap whether we answer on port 111; if not, MOUNT is on port 627 too, where nodes look
 */
public record NfsSettings(int port, boolean portmap) {

  public static final int DEFAULT_PORT = 2049;
  public static final boolean DEFAULT_PORTMAP = true;

  public NfsSettings {
    SettingForms.port(port);
  }
}
