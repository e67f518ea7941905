package org.comosix.appliance.dns;

/** Something that comes and goes in our zones. It is what it is: another one is another object. */
interface ZoneContent {}
