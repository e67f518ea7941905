package org.comosix.appliance.boot;

import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * What a booting client is told to load next.
 *
 * @param nextServer for siaddr, option 66 and option 150
 * @param file for the file field and option 67: a TFTP path, or a URL
 * @param vendorClass option 60 of the reply: {@code HTTPClient} where the client must see it, else
 *     absent
 * @param rootPath option 17 for an initramfs that reads it: {@code 10.77.0.1:/comosix/debian/7}
 */
public record BootOffer(
    Ipv4Address nextServer, String file, Optional<String> vendorClass, Optional<String> rootPath) {}
