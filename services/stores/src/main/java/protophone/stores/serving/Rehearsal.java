package protophone.stores.serving;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import protophone.stores.chain.Chain;
import protophone.stores.chain.Store;
import tools.stores.v1.FindNearestStoreRequest;
import tools.stores.v1.GetOpeningHoursRequest;
import tools.stores.v1.StoresServiceGrpc;
import tools.stores.v1.StoresServiceGrpc.StoresServiceBlockingStub;

/** A first call of every tool: Java loads classes when they are needed, which takes a second. */
public record Rehearsal(Chain chain) {
  private static final Logger LOGGER = Logger.getLogger("stores");
  private static final int PATIENCE_SECONDS = 10;

  /** Calls the tools of a server, so that no caller has to wait for what comes only once. */
  public void on(String target) {
    ManagedChannel channel = NettyChannelBuilder.forTarget(target).usePlaintext().build();
    try {
      call(channel);
    } catch (StatusRuntimeException e) {
      LOGGER.warning("The tools cannot be tried out: " + e.getStatus());
    } finally {
      channel.shutdownNow();
    }
  }

  private void call(Channel channel) {
    StoresServiceBlockingStub tools =
        StoresServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Store store = chain.stores().get(0);
    tools.findNearestStore(FindNearestStoreRequest.newBuilder().setPlace(store.city()).build());
    tools.getOpeningHours(GetOpeningHoursRequest.newBuilder().setStore(store.name()).build());
  }
}
