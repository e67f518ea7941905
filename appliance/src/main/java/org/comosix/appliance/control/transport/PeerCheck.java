package org.comosix.appliance.control.transport;

/**
 * Who may ask: root, and whoever the appliance runs as. Others only where the socket's file lets
 * its group in: the file's mode has kept strangers out before.
 *
 * @param own the user identifier that we run as
 * @param groupIsLetIn whether the socket belongs to a group of operators
 */
record PeerCheck(int own, boolean groupIsLetIn) {

  boolean admits(int uid) {
    return uid == 0 || uid == own || groupIsLetIn;
  }
}
