package protophone.stores.words;

import io.grpc.Status;

/** An answer that cannot be given: the status code, the words, and the request field to blame. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status.Code code;
  private final String words;
  private final String field;

  private Failure(Status.Code code, String field, String words) {
    super(words, null, false, false); // what a caller said wrong has no stack to show
    this.code = code;
    this.words = words;
    this.field = field;
  }

  /** Asks the caller for another value of a request field. */
  public static Failure invalid(String field, String words) {
    return new Failure(Status.Code.INVALID_ARGUMENT, field, words);
  }

  /** Says that what a request field names does not exist. */
  public static Failure notFound(String field, String words) {
    return new Failure(Status.Code.NOT_FOUND, field, words);
  }

  /** Says that the value of a request field is understood, but lies too far off. */
  public static Failure outOfRange(String field, String words) {
    return new Failure(Status.Code.OUT_OF_RANGE, field, words);
  }

  /** Hides a defect of ours: nothing of it is fit for the caller. */
  public static Failure broken() {
    return new Failure(
        Status.Code.INTERNAL, "", "Something went wrong while I looked up our stores.");
  }

  public Status.Code code() {
    return code;
  }

  /** The words for the caller. */
  public String words() {
    return words;
  }

  /** The name of the request field that was wrong; empty: none. */
  public String field() {
    return field;
  }
}
