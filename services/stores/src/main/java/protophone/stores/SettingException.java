package protophone.stores;

/** A setting that cannot be used; the message says why in one line. */
final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingException(String message) {
    super(message);
  }
}
