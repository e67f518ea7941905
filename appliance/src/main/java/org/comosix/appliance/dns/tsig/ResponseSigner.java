package org.comosix.appliance.dns.tsig;

/** Signs the messages of one response, in their order. Not for several threads. */
public interface ResponseSigner {

  /** Leaves messages as they are: the query was not signed. */
  ResponseSigner NONE =
      new ResponseSigner() {
        @Override
        public int room() {
          return 0;
        }

        @Override
        public byte[] sign(byte[] message, long nowSeconds) {
          return message;
        }
      };

  /** Octets by which a message grows. */
  int room();

  /**
   * The message with its signature.
   *
   * @param message with the identifier that it is sent with
   * @param nowSeconds Unix time
   */
  byte[] sign(byte[] message, long nowSeconds);
}
