package protophone.stores.serving;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import protophone.stores.chain.DataFile;
import tools.stores.v1.StoresServiceGrpc;
import tools.stores.v1.StoresServiceGrpc.StoresServiceBlockingStub;

/** A server of the sample on a free port of this machine, and a channel to it. */
final class LiveServer {
  private final StoresServer server;
  private final ManagedChannel channel;
  private final AtomicBoolean drained = new AtomicBoolean();

  LiveServer(InstantSource clock) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = StoresServer.start(anyPort, new StoresService(DataFile.sample(), clock));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    channel = NettyChannelBuilder.forAddress(address).usePlaintext().build();
  }

  int port() {
    return server.port();
  }

  ManagedChannel channel() {
    return channel;
  }

  StoresServiceBlockingStub tools() {
    return StoresServiceGrpc.newBlockingStub(channel);
  }

  /** Has the server drain, and returns at once. */
  CompletableFuture<Void> drain(Duration time) {
    drained.set(true);
    return CompletableFuture.runAsync(
        () -> {
          try {
            server.drain(time);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  void stop() throws InterruptedException {
    channel.shutdownNow();
    if (!drained.get()) {
      server.drain(Duration.ZERO);
    }
  }
}
