package protophone.stores.serving;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.stores.v1.FindNearestStoreRequest;
import tools.stores.v1.FindNearestStoreResponse;
import tools.stores.v1.StoresServiceGrpc;

/** A call that runs on the server for as long as its request is held back. */
final class OpenCall {
  private static final Metadata.Key<String> TIMEOUT =
      Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

  private final ClientCall<FindNearestStoreRequest, FindNearestStoreResponse> call;
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  private OpenCall(Channel channel, Metadata headers) {
    call = channel.newCall(StoresServiceGrpc.getFindNearestStoreMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        headers);
    call.request(2);
  }

  static OpenCall on(Channel channel) {
    return new OpenCall(channel, new Metadata());
  }

  /** Begins a call with a deadline that only the server knows: the client would end it itself. */
  static OpenCall withDeadline(Channel channel, int milliseconds) {
    Metadata headers = new Metadata();
    headers.put(TIMEOUT, milliseconds + "m");
    return new OpenCall(channel, headers);
  }

  void send(String place) {
    call.sendMessage(FindNearestStoreRequest.newBuilder().setPlace(place).build());
    call.halfClose();
  }

  void cancel() {
    call.cancel("the caller has hung up", null);
  }

  Status status() throws InterruptedException, ExecutionException, TimeoutException {
    return end.get(5, TimeUnit.SECONDS);
  }
}
