package protophone.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.stores.v1.FindNearestStoreRequest;
import tools.stores.v1.StoresServiceGrpc;

@Timeout(30)
class ProcessIT {
  @Test
  void servesUntilItIsTold() throws Exception {
    try (JarProcess process = JarProcess.start(Map.of("SERVICE_ADDRESS", "127.0.0.1:0"))) {
      assertEquals("Park Slope", nearestTo("Brooklyn", process.address()));
      process.terminate();
      assertEquals(0, process.status());
      assertEquals(
          "WARNING stores: STORES_FILE is not set: the stores are made up", process.errors());
    }
  }

  @Test
  void answersForItsHealth() throws Exception {
    try (JarProcess process = JarProcess.start(Map.of("SERVICE_ADDRESS", "127.0.0.1:0"))) {
      Map<String, String> there = Map.of("SERVICE_ADDRESS", process.address());
      try (JarProcess check = JarProcess.start(there, "health")) {
        assertEquals(0, check.status());
      }
      process.terminate();
      process.status();
      try (JarProcess check = JarProcess.start(there, "health")) {
        assertEquals(1, check.status());
      }
    }
  }

  @Test
  void doesNotStartFromABadFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("bad.json"), "{\n \"stores\": 7\n}");
    try (JarProcess process = JarProcess.start(Map.of("STORES_FILE", file.toString()))) {
      assertEquals(1, process.status());
      assertEquals(
          "stores: %s: line 2: stores: is missing, or of the wrong kind".formatted(file),
          process.errors());
    }
  }

  private static String nearestTo(String place, String address) {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget("dns:///" + address).usePlaintext().build();
    try {
      return StoresServiceGrpc.newBlockingStub(channel)
          .findNearestStore(FindNearestStoreRequest.newBuilder().setPlace(place).build())
          .getStore();
    } finally {
      channel.shutdownNow();
    }
  }
}
