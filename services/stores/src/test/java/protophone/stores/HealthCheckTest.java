package protophone.stores;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import protophone.stores.chain.DataFile;
import protophone.stores.serving.StoresServer;
import protophone.stores.serving.StoresService;

class HealthCheckTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "localhost"})
  void tellsThatAServerServes(String host) throws IOException, InterruptedException {
    StoresService tools = new StoresService(DataFile.sample(), InstantSource.system());
    StoresServer server = StoresServer.start(new InetSocketAddress(host, 0), tools);
    try {
      assertTrue(checked(host, server.port()));
    } finally {
      server.drain(Duration.ZERO);
    }
  }

  @Test
  void tellsThatNobodyServes() throws IOException {
    assertFalse(checked("127.0.0.1", freePort()));
  }

  private static boolean checked(String host, int port) {
    return new HealthCheck(new Settings(host, port, Optional.empty())).serving();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
