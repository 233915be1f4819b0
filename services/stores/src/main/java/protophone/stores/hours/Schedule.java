package protophone.stores.hours;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a store is open, on any date.
 *
 * @param specialDays the days that are not as usual; of two for one date, the first counts
 */
public record Schedule(ZoneId zone, Week week, List<SpecialDay> specialDays) {
  private static final int LONGEST_BREAK = 31; // days, after which nobody waits for it to open

  /** Returns the hours of a date in the store's time zone. */
  public OpeningDay on(LocalDate date) {
    return specialDays.stream()
        .filter(special -> special.date().includes(date))
        .findFirst()
        .map(special -> day(date, special.hours(), special.name()))
        .orElseGet(() -> day(date, week.on(date.getDayOfWeek()), ""));
  }

  /** Returns the date of a moment in the store's time zone. */
  public LocalDate dateOf(Instant moment) {
    return LocalDate.ofInstant(moment, zone);
  }

  /** Returns until when the store is open, if it is at this moment. */
  public Optional<Interval> openAt(Instant moment) {
    LocalDate today = dateOf(moment);
    return intervals(today.minusDays(1), 2).filter(each -> each.includes(moment)).findFirst();
  }

  /** Returns when the store opens next after a moment, if it does within a month. */
  public Optional<Interval> nextAfter(Instant moment) {
    return intervals(dateOf(moment), LONGEST_BREAK)
        .filter(each -> each.startsAfter(moment))
        .findFirst();
  }

  /** Returns the next date of an occasion that the caller names: "Christmas". */
  Optional<LocalDate> next(String occasion, LocalDate from) {
    return specialDays.stream()
        .filter(special -> special.isCalled(occasion))
        .flatMap(special -> special.date().next(from).stream())
        .filter(date -> !date.isBefore(from))
        .min(LocalDate::compareTo);
  }

  private Stream<Interval> intervals(LocalDate first, int days) {
    return first.datesUntil(first.plusDays(days)).flatMap(date -> on(date).intervals().stream());
  }

  private OpeningDay day(LocalDate date, List<Period> periods, String occasion) {
    List<Interval> intervals = periods.stream().map(period -> period.on(date, zone)).toList();
    return new OpeningDay(date, intervals, occasion);
  }
}
