/**
 * HTTP/1.1 for boot files and the node API: {@link org.comosix.appliance.http.HttpServer} decides,
 * {@code transport} has the connections.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110">RFC 9110</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
package org.comosix.appliance.http;
