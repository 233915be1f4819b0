package protophone.stores.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpokenTest {
  @Test
  void aChoiceOfLabelsKeepsThemApart() {
    List<String> labels = List.of("Portland, Oregon", "Portland, Maine");
    assertEquals("Portland, Oregon; or Portland, Maine", Spoken.oneOf(labels));
  }

  @Test
  void aListNamesTheLastAfterAnd() {
    assertEquals("Berlin; London; and Zürich", Spoken.allOf(List.of("Berlin", "London", "Zürich")));
  }

  @Test
  void oneNameIsSaidAsItIs() {
    assertEquals("Berlin", Spoken.allOf(List.of("Berlin")));
  }

  @Test
  void aLineHasNothingThatCannotBeSeen() {
    assertEquals("a b [2J c", Spoken.line("\u0000a\r\n b\u2028\u001b[2J\u202e c\u0007"));
  }
}
