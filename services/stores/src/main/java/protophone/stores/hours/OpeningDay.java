package protophone.stores.hours;

import java.time.LocalDate;
import java.util.List;

/**
 * When a store is open on one date.
 *
 * @param intervals earliest first; empty: the store is closed
 * @param occasion what sets the hours; empty: they are the usual ones
 */
public record OpeningDay(LocalDate date, List<Interval> intervals, String occasion) {}
