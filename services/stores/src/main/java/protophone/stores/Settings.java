package protophone.stores;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the environment may say.
 *
 * @param host what to listen on
 * @param port 0 takes any free one
 * @param file where the stores are described; none: the sample
 */
record Settings(String host, int port, Optional<Path> file) {
  private static final Pattern ADDRESS = Pattern.compile("(\\S+):(\\d{1,5})");
  private static final int LAST_PORT = 65535;
  private static final Map<String, String> ANY_HOST =
      Map.of("0.0.0.0", "127.0.0.1", "[::]", "[::1]");

  /** Reads the settings; empty counts as unset. Throws {@link SettingException}. */
  static Settings from(Map<String, String> environment) {
    String address = set(environment, "SERVICE_ADDRESS").orElse("127.0.0.1:50056");
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > LAST_PORT) {
      throw new SettingException(
          "SERVICE_ADDRESS must be host:port, not \"%s\"".formatted(address));
    }
    Optional<Path> file = set(environment, "STORES_FILE").map(Settings::path);
    return new Settings(parts.group(1), Integer.parseInt(parts.group(2)), file);
  }

  /** Returns the gRPC target by which a server on a port of the host is reached from here. */
  String target(int listening) {
    return "dns:///%s:%d".formatted(ANY_HOST.getOrDefault(host, host), listening);
  }

  private static Optional<String> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(Predicate.not(String::isEmpty));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new SettingException("STORES_FILE is no path: " + e.getReason());
    }
  }
}
