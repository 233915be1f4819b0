package protophone.stores.hours;

import java.time.Instant;
import java.time.ZonedDateTime;

/** A time in which a store is open: from its start until before its end. */
public record Interval(ZonedDateTime start, ZonedDateTime end) {
  boolean includes(Instant moment) {
    return !moment.isBefore(start.toInstant()) && moment.isBefore(end.toInstant());
  }

  boolean startsAfter(Instant moment) {
    return start.toInstant().isAfter(moment);
  }
}
