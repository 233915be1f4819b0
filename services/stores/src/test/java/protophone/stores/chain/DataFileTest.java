package protophone.stores.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFileTest {
  private static final String SOUND =
      """
      {
        "places": [
          {"name": "Bern", "within": ["Switzerland"], "country": "CH",
           "location": {"latitude": 46.948, "longitude": 7.447}}
        ],
        "holidays": {
          "CH": [{"date": "08-01", "name": "Swiss National Day"}]
        },
        "stores": [
          {"name": "Old Town", "city": "Bern, Switzerland", "address": "Kramgasse 12",
           "location": {"latitude": 46.948, "longitude": 7.449}, "time_zone": "Europe/Zurich",
           "hours": {"monday-friday": ["09:00-12:00", "13:00-18:00"],
             "saturday": ["09:00-16:00"], "sunday": []}}
        ]
      }
      """;

  private Path file;

  @BeforeEach
  void nameTheFile(@TempDir Path folder) {
    file = folder.resolve("chain.json");
  }

  @Test
  void tellsOfPlacesHolidaysAndStores() throws IOException {
    Files.writeString(file, SOUND);
    Chain chain = DataFile.read(file);
    assertEquals(List.of("Old Town"), chain.stores().stream().map(Store::name).toList());
    assertEquals("Bern, Switzerland", chain.cityOf(chain.stores().get(0)).label());
    assertEquals(1, chain.scheduleOf(chain.stores().get(0)).specialDays().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "CH",               | "CH"                | line 4: places[0]: Unexpected character ('"' (code 34)): was expecting comma to separate Object entries
          "within"            | "inside"            | places[0].inside: is not known
          "name": "Bern",     | ``                  | line 4: places[0].name: is missing, or of the wrong kind
          46.948,             | 146.948,            | line 4: places[0].location: latitude must be from -90 to 90, not 146.948
          "latitude": 46.948, | ``                  | line 4: places[0].location.latitude: is missing, or of the wrong kind
          46.948,             | "north",            | line 4: places[0].location.latitude: cannot be "north"
          "CH",               | "XX",               | line 4: places[0]: country must be two letters of ISO 3166-1, not "XX"
          "08-01"             | "08-32"             | line 7: holidays.CH[0].date: "08-32" is not a day such as "2026-11-26" or, of every year, "12-25"
          "CH":               | "DE":               | holidays: no place is in DE
          Europe/Zurich       | Europe/Berne        | line 11: stores[0].time_zone: Unknown time-zone ID: Europe/Berne
          "09:00-12:00"       | "9-12"              | line 12: stores[0].hours.monday-friday[0]: "9-12" is not a time such as "09:00-18:30"
          "09:00-12:00"       | null                | line 12: stores[0].hours.monday-friday[0]: is missing, or of the wrong kind
          "13:00-18:00"       | "11:00-18:00"       | line 13: stores[0].hours: the time from 11:00 must begin after the one before it has ended
          "sunday"            | "saturday"          | line 13: stores[0].hours: Duplicate Object property "saturday"
          , "sunday": []      | ``                  | line 13: stores[0].hours: sunday is missing
          Bern, Switzerland   | Basel               | stores[0].city: "Basel" is not one of the places, with what it lies in
          Kramgasse 12        | ` `                 | line 13: stores[0]: address must not be empty
          Old Town            | ?                   | line 13: stores[0]: name must be a name, not "?"
          """)
  void isRefusedWithOneLineThatNamesTheField(String sound, String bad, String fault)
      throws IOException {
    Files.writeString(file, SOUND.replaceFirst(Pattern.quote(sound), bad));
    assertEquals(file + ": " + fault, fault());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                  | is not an object with places, holidays and stores
          []                  | is not an object with places, holidays and stores
          null                | is null
          {}                  | stores must name one store at least
          {"stores" []}       | line 1: Unexpected character ('[' (code 91)): was expecting a colon to separate property name and value
          {"stores": [        | line 1: stores: Unexpected end-of-input: expected close marker for Array
          """)
  void isRefusedWhenItIsNoChain(String json, String fault) throws IOException {
    Files.writeString(file, json);
    assertEquals(file + ": " + fault, fault());
  }

  @Test
  void namesNoPlaceTwice() throws IOException {
    Files.writeString(file, SOUND.replaceFirst("(?s)(\\{\"name\".*?\\}\\})", "$1, $1"));
    assertEquals(file + ": places[1]: \"Bern, Switzerland\" comes twice", fault());
  }

  @Test
  void isAsTheReadmeShowsIt() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Files.writeString(file, readme.replaceFirst("(?s).*```json\n(.*?)```.*", "$1"));
    assertEquals("Park Slope", DataFile.read(file).stores().get(0).name());
  }

  @Test
  void endsWithItsEnd() throws IOException {
    Files.writeString(file, SOUND + "x");
    assertTrue(fault().startsWith(file + ": line 16: Unrecognized token 'x'"), fault());
  }

  @Test
  void isRefusedWhenItCannotBeRead() {
    assertEquals("cannot read " + file, fault());
  }

  private String fault() {
    return String.valueOf(
        assertThrows(DataException.class, () -> DataFile.read(file)).getMessage());
  }
}
