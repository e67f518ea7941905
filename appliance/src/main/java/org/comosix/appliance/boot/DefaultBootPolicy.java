package org.comosix.appliance.boot;

import java.util.Optional;
import org.comosix.appliance.domain.ClientArch;

/**
 * Firmware loads iPXE, iPXE loads the script of its machine, the initramfs is told its root.
 *
 * <p>iPXE is offered no root path (option 17): it would take it for a disk to attach and stop.
 */
public final class DefaultBootPolicy implements BootPolicy {

  /** Without this in the reply UEFI HTTP Boot drops it (UEFI 2.10, section 24.7.3). */
  private static final String HTTP_CLIENT = "HTTPClient";

  private final BootLoaders loaders;
  private final BootTargets targets;
  private final BootUrls urls;

  public DefaultBootPolicy(BootLoaders loaders, BootTargets targets, BootUrls urls) {
    this.loaders = loaders;
    this.targets = targets;
    this.urls = urls;
  }

  @Override
  public Optional<BootOffer> offer(BootRequest request) {
    return targets.of(request.mac()).flatMap(target -> offer(request, target));
  }

  private Optional<BootOffer> offer(BootRequest request, BootTarget target) {
    // First of all, or iPXE would be given iPXE for ever.
    if (request.ipxe()) {
      return Optional.of(byTftp(request, urls.script(request.server(), request.mac())));
    }
    return request.arch().isPresent()
        ? loader(request, request.arch().get())
        : archUntold(request, target);
  }

  /**
   * Two kinds of clients do not tell it: BIOS ROMs from before RFC 4578, which take the file, and
   * an initramfs, which takes the root path.
   */
  private Optional<BootOffer> archUntold(BootRequest request, BootTarget target) {
    String rootPath = request.server() + ":" + target.export().path();
    return loader(request, ClientArch.BIOS)
        .map(
            offer ->
                new BootOffer(
                    offer.nextServer(), offer.file(), Optional.empty(), Optional.of(rootPath)));
  }

  private Optional<BootOffer> loader(BootRequest request, ClientArch arch) {
    return loaders
        .forArch(arch)
        .map(
            loader ->
                arch.bootsByHttp()
                    ? byHttp(request, urls.of(request.server(), loader.fileName()))
                    : byTftp(request, loader.fileName()));
  }

  private static BootOffer byTftp(BootRequest request, String file) {
    return new BootOffer(request.server(), file, Optional.empty(), Optional.empty());
  }

  private static BootOffer byHttp(BootRequest request, String url) {
    return new BootOffer(request.server(), url, Optional.of(HTTP_CLIENT), Optional.empty());
  }
}
