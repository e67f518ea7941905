package org.comosix.appliance.dns;

import java.util.List;

/** All machines' names as they were at one serial. Holds references, no records. */
record ZoneCopy(long serial, List<GrantedName> machines) {}
