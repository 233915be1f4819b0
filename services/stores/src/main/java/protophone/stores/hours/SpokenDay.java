package protophone.stores.hours;

import static java.util.Map.entry;
import static java.util.function.Predicate.not;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import protophone.stores.words.Failure;
import protophone.stores.words.Folding;

/** A day as the caller says it: "tomorrow", "Sunday", "December 24", "Christmas". */
public record SpokenDay(String said) {
  private static final String FIELD = "day";
  private static final Map<String, Integer> RELATIVE =
      Map.ofEntries(
          entry("", 0),
          entry("today", 0),
          entry("tonight", 0),
          entry("now", 0),
          entry("tomorrow", 1),
          entry("day after tomorrow", 2),
          entry("yesterday", -1));
  private static final Set<String> FILLERS =
      Set.of("on", "this", "coming", "of", "right", "morning", "afternoon", "evening", "night");
  private static final String NEXT = "next ";
  private static final int ABBREVIATED = 3; // letters: "Sun"
  private static final int LONGEST = 100; // characters
  private static final Pattern ORDINAL = Pattern.compile("(?<=\\d)(st|nd|rd|th)\\b");
  private static final Pattern ISO_DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(T.*)?");
  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[[MMMM][MMM] d][d [MMMM][MMM]][ uuuu]")
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  /**
   * Returns the date that is meant on a day, {@code today}, where a store keeps a schedule.
   *
   * <p>Throws a {@link Failure} if it is not understood, is past, or is over a year ahead.
   */
  public LocalDate date(LocalDate today, Schedule schedule) {
    LocalDate date =
        Optional.of(today)
            .filter(day -> said.length() <= LONGEST)
            .flatMap(day -> understood(day, schedule))
            .orElseThrow(SpokenDay::unclear);
    if (date.isBefore(today)) {
      throw Failure.outOfRange(FIELD, "That day is over. I can tell the hours from today on.");
    }
    if (date.isAfter(today.plusYears(1))) {
      throw Failure.outOfRange(FIELD, "That is too far ahead. I know the hours for a year.");
    }
    return date;
  }

  private Optional<LocalDate> understood(LocalDate today, Schedule schedule) {
    String words = words();
    return relative(words, today)
        .or(() -> weekday(words, today))
        .or(this::isoDate)
        .or(() -> calendarDate(words, today))
        .or(() -> schedule.next(words, today))
        .or(() -> schedule.next(said, today));
  }

  private String words() {
    return Folding.words(said).stream()
        .filter(not(FILLERS::contains))
        .collect(Collectors.joining(" "));
  }

  private static Optional<LocalDate> relative(String words, LocalDate today) {
    return Optional.ofNullable(RELATIVE.get(words)).map(today::plusDays);
  }

  private static Optional<LocalDate> weekday(String words, LocalDate today) {
    boolean next = words.startsWith(NEXT);
    String name = next ? words.substring(NEXT.length()) : words;
    return Stream.of(DayOfWeek.values())
        .filter(day -> isNamed(day, name))
        .map(next ? TemporalAdjusters::next : TemporalAdjusters::nextOrSame)
        .map(today::with)
        .findFirst();
  }

  /** Tells whether a day is named, if only by its beginning: "sun", "sunday", "sundays". */
  private static boolean isNamed(DayOfWeek day, String name) {
    String plural = day.name().toLowerCase(Locale.ROOT) + "s";
    return name.length() >= ABBREVIATED && plural.startsWith(name);
  }

  private Optional<LocalDate> isoDate() {
    Matcher found = ISO_DATE.matcher(said.strip());
    try {
      return found.matches() ? Optional.of(LocalDate.parse(found.group(1))) : Optional.empty();
    } catch (DateTimeException e) {
      throw missing();
    }
  }

  private static Optional<LocalDate> calendarDate(String words, LocalDate today) {
    try {
      return calendarDay(DATE.parse(ORDINAL.matcher(words).replaceAll(""))).next(today);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static CalendarDay calendarDay(TemporalAccessor date) {
    boolean dated = date.isSupported(ChronoField.YEAR);
    OptionalInt year = dated ? OptionalInt.of(date.get(ChronoField.YEAR)) : OptionalInt.empty();
    return new CalendarDay(MonthDay.from(date), year);
  }

  private static Failure missing() {
    return Failure.invalid(FIELD, "There is no such date. Which day do you mean?");
  }

  private static Failure unclear() {
    return Failure.invalid(
        FIELD,
        "Which day do you mean? Please say today, tomorrow, a day of the week, or a date such as"
            + " December 24.");
  }
}
