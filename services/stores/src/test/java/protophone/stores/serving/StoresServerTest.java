package protophone.stores.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import protophone.stores.chain.DataFile;
import tools.stores.v1.GetOpeningHoursRequest;

@Timeout(20)
class StoresServerTest {
  private final RuntimeException defect = new IllegalStateException("Secret at 10.0.0.1");
  private static final String HIDDEN = "Something went wrong while I looked up our stores.";
  private static final GetOpeningHoursRequest BY_CLOCK =
      GetOpeningHoursRequest.newBuilder().setStore("Brixton").build();

  private LiveServer live;

  @BeforeEach
  void serve() throws IOException {
    live =
        new LiveServer(
            () -> {
              throw defect;
            });
  }

  @AfterEach
  void stop() throws InterruptedException {
    live.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tools.stores.v1.StoresService"})
  void serves(String service) {
    assertEquals(ServingStatus.SERVING, watching(service).next().getStatus());
  }

  @Test
  void cannotTakeAnAddressThatIsTaken() {
    InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), live.port());
    StoresService tools = new StoresService(DataFile.sample(), InstantSource.system());
    assertThrows(IOException.class, () -> StoresServer.start(taken, tools));
  }

  @Test
  void tellsADefectToTheLogAlone() {
    try (LogLines log = new LogLines()) {
      StatusRuntimeException thrown =
          assertThrows(StatusRuntimeException.class, () -> live.tools().getOpeningHours(BY_CLOCK));
      assertEquals(Status.Code.INTERNAL, thrown.getStatus().getCode());
      assertEquals(HIDDEN, thrown.getStatus().getDescription());
      assertFalse(String.valueOf(thrown.getTrailers()).contains("Secret"));
      assertEquals(List.of(defect), log.records().stream().map(LogRecord::getThrown).toList());
    }
  }

  @Test
  void endsACallAtItsDeadline() throws Exception {
    OpenCall call = OpenCall.withDeadline(live.channel(), 50);
    settle();
    assertFalse(call.status().isOk());
  }

  @Test
  void finishesACallThatRunsWhileItDrains() throws Exception {
    Iterator<HealthCheckResponse> health = watching("");
    health.next();
    OpenCall call = OpenCall.on(live.channel());
    settle();
    CompletableFuture<Void> drained = live.drain(Duration.ofSeconds(9));
    assertEquals(ServingStatus.NOT_SERVING, health.next().getStatus());
    assertFalse(drained.isDone());
    call.send("Brooklyn");
    assertTrue(call.status().isOk());
    drained.join();
  }

  @Test
  void drainsAtOnceWhenOnlyItsHealthIsWatched() {
    watching("").next();
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> live.drain(Duration.ofSeconds(60)).join());
  }

  @Test
  void waitsForNoCallThatItsCallerHasCancelled() {
    OpenCall call = OpenCall.on(live.channel());
    settle();
    call.cancel();
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> live.drain(Duration.ofSeconds(60)).join());
  }

  @Test
  void cutsOffACallThatOutlastsItsPatience() throws Exception {
    OpenCall call = OpenCall.on(live.channel());
    settle();
    live.drain(Duration.ofMillis(50)).join();
    assertFalse(call.status().isOk());
  }

  /** Returns once all that began before on the connection has been sent, and has arrived. */
  private void settle() {
    watching("").next();
  }

  private Iterator<HealthCheckResponse> watching(String service) {
    return HealthGrpc.newBlockingStub(live.channel())
        .watch(HealthCheckRequest.newBuilder().setService(service).build());
  }
}
