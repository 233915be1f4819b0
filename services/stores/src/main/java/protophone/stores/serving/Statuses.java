package protophone.stores.serving;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.LocalizedMessage;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import protophone.stores.words.Failure;

/** Failures as clients read them: {@code google.rpc.Status} and its details (AIP-193). */
final class Statuses {
  private static final String LOCALE = "en-US";

  private Statuses() {}

  /** Returns the status whose details are the words and, if one is to blame, the field. */
  static StatusRuntimeException of(Failure failure) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(failure.code().value())
            .setMessage(failure.words())
            .addDetails(Any.pack(localized(failure.words())));
    if (!failure.field().isEmpty()) {
      status.addDetails(Any.pack(blaming(failure.field(), failure.words())));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static LocalizedMessage localized(String words) {
    return LocalizedMessage.newBuilder().setLocale(LOCALE).setMessage(words).build();
  }

  private static BadRequest blaming(String field, String words) {
    return BadRequest.newBuilder()
        .addFieldViolations(
            BadRequest.FieldViolation.newBuilder().setField(field).setDescription(words))
        .build();
  }
}
