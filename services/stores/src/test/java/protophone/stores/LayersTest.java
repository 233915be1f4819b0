package protophone.stores;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
  private static final Path SOURCES = Path.of("src/main/java/protophone/stores");
  private static final List<String> ORDER =
      List.of("words", "places", "hours", "chain", "serving", "stores");
  private static final Pattern ROOM =
      Pattern.compile("^import (?:static )?protophone\\.stores\\.(\\w+)\\.", Pattern.MULTILINE);

  static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void eachRoomKnowsOnlyThoseBeforeIt(Path source) throws IOException {
    int own = ORDER.indexOf(String.valueOf(source.getName(source.getNameCount() - 2)));
    List<String> rooms =
        ROOM.matcher(Files.readString(source)).results().map(found -> found.group(1)).toList();
    assertTrue(rooms.stream().allMatch(room -> ORDER.indexOf(room) < own), rooms::toString);
  }
}
