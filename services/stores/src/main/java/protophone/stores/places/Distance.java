package protophone.stores.places;

import java.util.Locale;
import java.util.Set;

/** A distance, in kilometres, as it is said. */
public record Distance(double kilometres) {
  // Unicode CLDR, unitPreferences of length for roads.
  private static final Set<String> MILE_COUNTRIES = Set.of("GB", "US");
  private static final double KILOMETRES_PER_MILE = 1.609344;
  private static final double WHOLE_FROM = 9.95; // decimals of what rounds to 10 say nothing

  /** Returns the distance in the units of a country (ISO 3166-1): "0.8 miles". */
  public String in(String country) {
    if (MILE_COUNTRIES.contains(country)) {
      return counted(Math.max(0.1, kilometres / KILOMETRES_PER_MILE), "mile");
    }
    long hundreds = Math.max(1, Math.round(kilometres * 10));
    return hundreds < 10 ? hundreds * 100 + " metres" : counted(kilometres, "kilometre");
  }

  private static String counted(double number, String unit) {
    String digits = String.format(Locale.ROOT, number < WHOLE_FROM ? "%.1f" : "%.0f", number);
    String said = digits.replace(".0", "");
    return said.equals("1") ? "1 " + unit : "%s %ss".formatted(said, unit);
  }
}
