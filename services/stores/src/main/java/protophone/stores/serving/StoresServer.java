package protophone.stores.serving;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.stores.v1.StoresServiceGrpc;

/** A gRPC server of the tools, of their health, and of reflection. */
public final class StoresServer {
  private static final Duration FLUSH = Duration.ofMillis(500);

  private final HealthStatusManager health = new HealthStatusManager();
  private final RunningCalls calls = new RunningCalls();
  private final Server server;

  private StoresServer(SocketAddress address, BindableService tools) {
    server =
        NettyServerBuilder.forAddress(address)
            .directExecutor() // no tool waits for anything
            .addService(ServerInterceptors.intercept(tools, new SpokenFailures(), calls))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .addService(olderReflection())
            .build();
  }

  /** Serves the tools; throws {@code IOException} if the address cannot be listened on. */
  public static StoresServer start(SocketAddress address, BindableService tools)
      throws IOException {
    StoresServer started = new StoresServer(address, tools);
    started.server.start();
    started.health.setStatus(StoresServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    return started;
  }

  public int port() {
    return server.getPort();
  }

  /** Turns NOT_SERVING and away what comes, and ends once what runs is done, or time is over. */
  public void drain(Duration time) throws InterruptedException {
    health.enterTerminalState();
    server.shutdown();
    calls.awaitNone(time);
    server.shutdownNow().awaitTermination(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
  }

  public void awaitTermination() throws InterruptedException {
    server.awaitTermination();
  }

  @SuppressWarnings("deprecation") // v1alpha, which most clients still ask for
  private static BindableService olderReflection() {
    return ProtoReflectionService.newInstance();
  }
}
