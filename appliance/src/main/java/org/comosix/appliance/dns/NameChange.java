package org.comosix.appliance.dns;

import java.util.Optional;

/**
 * What the zones say of one machine becomes something else.
 *
 * @param before the very object that was {@code after} in the change before
 */
record NameChange(Optional<GrantedName> before, Optional<GrantedName> after) {}
