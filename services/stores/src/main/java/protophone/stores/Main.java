package protophone.stores;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Logger;
import protophone.stores.chain.Chain;
import protophone.stores.chain.DataException;
import protophone.stores.chain.DataFile;
import protophone.stores.serving.Rehearsal;
import protophone.stores.serving.StoresServer;
import protophone.stores.serving.StoresService;

/** Serves the tools of the stores, or asks a server of them for its health. */
public final class Main {
  private static final Duration GRACE = Duration.ofSeconds(9);
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  private Main() {}

  /** Runs until told to stop; what cannot be started ends non-zero with one line that says why. */
  public static void main(String[] args) throws InterruptedException {
    System.setProperty(LOG_FORMAT, "%4$s %3$s: %5$s%6$s%n");
    try {
      run(List.of(args), Settings.from(System.getenv()));
    } catch (SettingException | DataException e) {
      System.err.println("stores: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(List<String> arguments, Settings settings) throws InterruptedException {
    if (arguments.isEmpty()) {
      serve(settings);
    } else if (arguments.equals(List.of("health"))) {
      System.exit(new HealthCheck(settings).serving() ? 0 : 1);
    } else {
      throw new SettingException("the arguments must be none, or \"health\"");
    }
  }

  private static void serve(Settings settings) throws InterruptedException {
    Chain chain = settings.file().map(DataFile::read).orElseGet(DataFile::sample);
    StoresServer server = start(settings, new StoresService(chain, InstantSource.system()));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "drain"));
    new Rehearsal(chain).on(settings.target(server.port()));
    System.out.printf("stores listens on %s:%d%n", settings.host(), server.port());
    if (settings.file().isEmpty()) {
      Logger.getLogger("stores").warning("STORES_FILE is not set: the stores are made up");
    }
    server.awaitTermination();
  }

  private static StoresServer start(Settings settings, StoresService tools) {
    try {
      return StoresServer.start(new InetSocketAddress(settings.host(), settings.port()), tools);
    } catch (IOException e) {
      throw new SettingException(
          "cannot listen on %s:%d".formatted(settings.host(), settings.port()));
    }
  }

  /** Drains the server, and ends with status 0 where Java would make it 143. */
  private static void stop(StoresServer server) {
    try {
      server.drain(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}
