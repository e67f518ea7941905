package org.comosix.appliance.dns;

import java.util.List;

/** All that comes and goes as it was at one serial. Holds references, no records. */
record ZoneCopy(long serial, List<ZoneContent> contents) {}
