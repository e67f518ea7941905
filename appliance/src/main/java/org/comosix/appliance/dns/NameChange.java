package org.comosix.appliance.dns;

import java.util.Optional;
import org.comosix.appliance.domain.MacAddress;

/**
 * What the zones say of one machine becomes something else.
 *
 * @param before the very object that was {@code after} in the change before
 */
record NameChange(MacAddress machine, Optional<GrantedName> before, Optional<GrantedName> after)
    implements ZoneChange {}
