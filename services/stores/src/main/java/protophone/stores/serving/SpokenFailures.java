package protophone.stores.serving;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.logging.Level;
import java.util.logging.Logger;
import protophone.stores.words.Failure;

/** Ends a call whose tool throws with a status fit to be spoken, whatever is thrown. */
final class SpokenFailures implements ServerInterceptor {
  private static final Logger LOGGER = Logger.getLogger("stores");

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        try {
          super.onHalfClose();
        } catch (Failure failure) {
          end(call, failure);
        } catch (RuntimeException defect) {
          end(call, hidden(call, defect));
        }
      }
    };
  }

  private static Failure hidden(ServerCall<?, ?> call, RuntimeException defect) {
    // To answer a caller who is gone throws, too.
    if (!call.isCancelled()) {
      LOGGER.log(Level.SEVERE, "A defect", defect);
    }
    return Failure.broken();
  }

  private static void end(ServerCall<?, ?> call, Failure failure) {
    StatusRuntimeException status = Statuses.of(failure);
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
  }
}
