package protophone.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void areAllOptional() {
    Settings usual = new Settings("127.0.0.1", 50056, Optional.empty());
    assertEquals(usual, Settings.from(Map.of()));
  }

  @Test
  void areUnsetWhereTheyAreEmpty() {
    Map<String, String> empty = Map.of("SERVICE_ADDRESS", "", "STORES_FILE", "");
    assertEquals(Settings.from(Map.of()), Settings.from(empty));
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0:80, 0.0.0.0, 80", "[::1]:0, [::1], 0", "localhost:65535, localhost, 65535"})
  void nameAHostAndAPort(String address, String host, int port) {
    Settings settings = Settings.from(Map.of("SERVICE_ADDRESS", address));
    assertEquals(new Settings(host, port, Optional.empty()), settings);
  }

  @Test
  void nameAFile() {
    Settings settings = Settings.from(Map.of("STORES_FILE", "/data/stores.json"));
    assertEquals(Optional.of(Path.of("/data/stores.json")), settings.file());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", ":80", "host:", "host:65536", "host:-1", "a b:80", "host:8o"})
  void refuseWhatIsNoAddress(String address) {
    Map<String, String> environment = Map.of("SERVICE_ADDRESS", address);
    Exception thrown = assertThrows(SettingException.class, () -> Settings.from(environment));
    assertEquals(
        "SERVICE_ADDRESS must be host:port, not \"%s\"".formatted(address), thrown.getMessage());
  }

  @Test
  void refuseWhatIsNoPath() {
    Map<String, String> environment = Map.of("STORES_FILE", "a\0b");
    assertThrows(SettingException.class, () -> Settings.from(environment));
  }
}
