package protophone.stores.hours;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Collectors;
import protophone.stores.words.Spoken;

/** Opening hours as a sentence fit to be read aloud. */
public record HoursSpeech(String store, Schedule schedule, Instant now) {
  private static final Duration WHOLE_DAY = Duration.ofDays(1);

  /** Returns one sentence on a day: its hours, and for today what holds at this moment. */
  public String of(OpeningDay day) {
    String when = TimeWords.fullDay(day.date(), today());
    String named = day.occasion().isEmpty() ? when : when + ", " + day.occasion();
    return Spoken.sentence(
        day.intervals().isEmpty()
            ? "%s is closed %s%s".formatted(store, named, afterwards(day))
            : "%s is open %s, %s%s".formatted(store, named, times(day), atThisMoment(day)));
  }

  private static String times(OpeningDay day) {
    return day.intervals().stream().map(HoursSpeech::times).collect(Collectors.joining(" and "));
  }

  private static String times(Interval interval) {
    return aroundTheClock(interval)
        ? "around the clock"
        : "from %s to %s".formatted(time(interval), TimeWords.time(interval.end().toLocalTime()));
  }

  private String afterwards(OpeningDay closed) {
    Instant start = closed.date().atStartOfDay(schedule.zone()).toInstant();
    return schedule.nextAfter(start).map(next -> "; it opens again " + opening(next)).orElse("");
  }

  private String atThisMoment(OpeningDay day) {
    if (!day.date().equals(today())
        || day.intervals().stream().anyMatch(HoursSpeech::aroundTheClock)) {
      return "";
    }
    return schedule
        .openAt(now)
        .map(open -> "; it is open now, until " + TimeWords.time(open.end().toLocalTime()))
        .orElseGet(this::closedNow);
  }

  private String closedNow() {
    return schedule
        .nextAfter(now)
        .map(next -> "; it is closed now and opens " + opening(next))
        .orElse("; it is closed now");
  }

  private String opening(Interval next) {
    LocalDate date = next.start().toLocalDate();
    return "%s at %s".formatted(TimeWords.day(date, today()), time(next));
  }

  private static String time(Interval interval) {
    return TimeWords.time(interval.start().toLocalTime());
  }

  private static boolean aroundTheClock(Interval interval) {
    return interval
        .end()
        .toLocalDateTime()
        .equals(interval.start().toLocalDateTime().plus(WHOLE_DAY));
  }

  private LocalDate today() {
    return schedule.dateOf(now);
  }
}
