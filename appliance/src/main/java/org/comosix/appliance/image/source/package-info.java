/**
 * Where an image comes from: reads tar archives and initramfs images as they stream by, and never
 * unpacks them to disk.
 */
package org.comosix.appliance.image.source;
