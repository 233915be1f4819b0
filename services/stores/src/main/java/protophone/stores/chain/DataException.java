package protophone.stores.chain;

/** A data file that cannot be used; the message says why in one line. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super(message);
  }
}
