package org.comosix.appliance.boot;

import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * The generated iPXE scripts. Only values whose form is checked go in: hardware and IPv4 addresses,
 * node and image names, {@link KernelArgument}s. Written for iPXE of 2019 (Debian 12's package) and
 * later.
 */
final class IpxeScript {

  private static final int RETRY_SECONDS = 5;
  private static final int NO_IMAGE_RETRY_SECONDS = 30;

  private final BootUrls urls;
  private final KernelCommandLine commandLine;

  IpxeScript(BootUrls urls, KernelCommandLine commandLine) {
    this.urls = urls;
    this.commandLine = commandLine;
  }

  /**
   * Loads kernel and initial RAM file system and starts them. When a step fails it says which, and
   * fetches its script anew, so that a machine in front of which nobody sits boots as soon as the
   * server answers, and boots what is published then.
   */
  String boot(BootTarget target, Ipv4Address server) {
    String kernel = url(target, server, BootUrls.KERNEL);
    String initrd = url(target, server, BootUrls.INITRD);
    return String.join(
        "\n",
        "#!ipxe",
        "echo coMosix: " + target.name() + " boots " + target.generation() + " from " + server,
        "imgfree",
        "set step kernel",
        "kernel " + kernel + " " + commandLine.of(target, server) + " || goto failed",
        "set step initrd",
        "initrd " + initrd + " || goto failed",
        "set step start",
        "boot || goto failed",
        ":failed",
        "echo coMosix: step ${step} failed; again in " + RETRY_SECONDS + " s",
        again(server, target.mac(), RETRY_SECONDS));
  }

  /** Says what is missing on the server, and waits for it. */
  String noImage(ImageName image, MacAddress mac, Ipv4Address server) {
    return String.join(
        "\n",
        "#!ipxe",
        "echo coMosix: image " + image + " is not published on " + server,
        "echo On the server: comosix image build " + image + ", comosix image publish " + image,
        again(server, mac, NO_IMAGE_RETRY_SECONDS));
  }

  private String again(Ipv4Address server, MacAddress mac, int seconds) {
    return String.join(
        "\n",
        ":again",
        // Ctrl-C only shortens the wait: a shell in the boot loader is nobody's in a student lab.
        "sleep " + seconds + " ||",
        "imgfree",
        "chain --replace --autofree " + urls.script(server, mac) + " || goto again",
        "");
  }

  private String url(BootTarget target, Ipv4Address server, String file) {
    return urls.of(server, BootUrls.imageFile(target.generation(), file));
  }
}
