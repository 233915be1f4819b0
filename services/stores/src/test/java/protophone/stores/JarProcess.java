package protophone.stores;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The jar, run as it is run in production. */
final class JarProcess implements AutoCloseable {
  private static final String LISTENS = "stores listens on ";

  private final Process process;

  private JarProcess(Process process) {
    this.process = process;
  }

  static JarProcess start(Map<String, String> environment, String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = Objects.requireNonNull(System.getProperty("stores.jar"));
    List<String> command =
        Stream.concat(Stream.of(java, "-jar", jar), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new JarProcess(builder.start());
  }

  /** Returns where it listens, once it says so. */
  String address() throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = Objects.requireNonNull(output.readLine(), "it says nothing");
    return line.substring(LISTENS.length());
  }

  /** Asks it to stop, by SIGTERM. */
  void terminate() {
    process.toHandle().destroy(); // which leaves open what it has said
  }

  int status() throws InterruptedException {
    return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  String errors() throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
