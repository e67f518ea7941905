package org.comosix.appliance.dns.accept;

import java.util.function.Consumer;
import org.comosix.appliance.dns.codec.UpdateMessage;

/**
 * An update whose signature is good.
 *
 * @param key the name of the key that it is signed with
 * @param answer takes what became of it, once
 */
public record UpdateRequest(UpdateMessage message, String key, Consumer<UpdateVerdict> answer) {}
