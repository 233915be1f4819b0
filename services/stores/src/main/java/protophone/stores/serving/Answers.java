package protophone.stores.serving;

import java.time.Instant;
import protophone.stores.chain.Chain;
import protophone.stores.chain.Store;
import protophone.stores.hours.HoursSpeech;
import protophone.stores.hours.Interval;
import protophone.stores.hours.OpeningDay;
import protophone.stores.hours.Schedule;
import protophone.stores.hours.SpokenDay;
import protophone.stores.places.Distance;
import protophone.stores.places.Place;
import protophone.stores.words.Spoken;
import tools.stores.v1.FindNearestStoreResponse;
import tools.stores.v1.GetOpeningHoursResponse;
import tools.stores.v1.OpeningPeriod;

/** What a chain has to say, as the contract has it. */
record Answers(Chain chain) {
  /** Tells of the store nearest to a place. */
  FindNearestStoreResponse nearest(Place place) {
    Store store = chain.nearest(place.location());
    Distance distance = new Distance(place.location().kilometresTo(store.location()));
    return FindNearestStoreResponse.newBuilder()
        .setSpeech(speech(store, distance, place))
        .setStore(store.name())
        .setAddress(store.address())
        .setCity(chain.cityOf(store).label())
        .setPlace(place.label())
        .setDistanceKm(distance.kilometres())
        .build();
  }

  /** Tells the opening hours of a store on the day that the caller means at a moment. */
  GetOpeningHoursResponse hours(Store store, SpokenDay said, Instant now) {
    Schedule schedule = chain.scheduleOf(store);
    OpeningDay day = schedule.on(said.date(schedule.dateOf(now), schedule));
    return GetOpeningHoursResponse.newBuilder()
        .setSpeech(new HoursSpeech(store.name(), schedule, now).of(day))
        .setStore(store.name())
        .setDate(day.date().toString())
        .addAllPeriods(day.intervals().stream().map(Answers::period).toList())
        .setOccasion(day.occasion())
        .build();
  }

  private static String speech(Store store, Distance distance, Place place) {
    return Spoken.sentence(
        "The nearest store is %s, about %s from %s, at %s"
            .formatted(store.name(), distance.in(place.country()), place.label(), store.address()));
  }

  private static OpeningPeriod period(Interval interval) {
    return OpeningPeriod.newBuilder()
        .setOpenTime(Moments.timestamp(interval.start().toInstant()))
        .setCloseTime(Moments.timestamp(interval.end().toInstant()))
        .build();
  }
}
