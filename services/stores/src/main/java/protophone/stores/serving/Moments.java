package protophone.stores.serving;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import protophone.stores.words.Failure;

/** Moments as the contract has them. */
final class Moments {
  // What google/protobuf/timestamp.proto allows, less a year, so that a day ahead exists.
  private static final long FIRST_SECOND = startOf(2);
  private static final long LAST_SECOND = startOf(9998);

  private Moments() {}

  /** Returns the moment of a timestamp, or throws a {@link Failure} if it is beyond the years. */
  static Instant of(Timestamp timestamp) {
    long seconds = timestamp.getSeconds();
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
      throw Failure.invalid("now", "That is no time that I can tell opening hours by.");
    }
    return Instant.ofEpochSecond(seconds, timestamp.getNanos());
  }

  static Timestamp timestamp(Instant moment) {
    return Timestamp.newBuilder()
        .setSeconds(moment.getEpochSecond())
        .setNanos(moment.getNano())
        .build();
  }

  private static long startOf(int year) {
    return LocalDate.ofYearDay(year, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
