/**
 * TFTP, read only: {@link org.comosix.appliance.tftp.TftpTransfer} decides, {@code codec} reads and
 * writes packets, {@code transport} has the sockets.
 */
package org.comosix.appliance.tftp;
