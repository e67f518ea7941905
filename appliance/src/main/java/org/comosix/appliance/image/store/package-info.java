/**
 * How a generation lies on disk.
 *
 * <p>{@code images/segments/N.segment} hold content, back to back, never changed once an index
 * refers to them. {@code images/generations/NAME/N.index} is a generation ({@link
 * org.comosix.appliance.image.store.IndexLayout}). {@code images/generations/NAME/N.published} says
 * that it may be served and what boots it. {@code images/generations/NAME/current} holds the number
 * that the next boot gets. Files are 0600 and directories 0700: whoever may read them is decided by
 * the NFS room.
 */
package org.comosix.appliance.image.store;
