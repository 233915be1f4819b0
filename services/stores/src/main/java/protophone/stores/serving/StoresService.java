package protophone.stores.serving;

import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import protophone.stores.chain.Chain;
import protophone.stores.chain.Store;
import protophone.stores.chain.StoreFinder;
import protophone.stores.hours.SpokenDay;
import protophone.stores.places.Place;
import protophone.stores.places.PlaceFinder;
import tools.stores.v1.FindNearestStoreRequest;
import tools.stores.v1.FindNearestStoreResponse;
import tools.stores.v1.GetOpeningHoursRequest;
import tools.stores.v1.GetOpeningHoursResponse;
import tools.stores.v1.StoresServiceGrpc.StoresServiceImplBase;

/** The two tools, as the contract {@code tools.stores.v1} has them. */
public final class StoresService extends StoresServiceImplBase {
  private final PlaceFinder places;
  private final StoreFinder stores;
  private final Answers answers;
  private final InstantSource clock;

  /** Answers for a chain, by a clock where a request does not say what time it is. */
  public StoresService(Chain chain, InstantSource clock) {
    places = new PlaceFinder(chain.places(), chain.whereStoresAre());
    stores = new StoreFinder(chain);
    answers = new Answers(chain);
    this.clock = clock;
  }

  @Override
  public void findNearestStore(
      FindNearestStoreRequest request, StreamObserver<FindNearestStoreResponse> observer) {
    Place place = places.find(request.getPlace());
    observer.onNext(answers.nearest(place));
    observer.onCompleted();
  }

  @Override
  public void getOpeningHours(
      GetOpeningHoursRequest request, StreamObserver<GetOpeningHoursResponse> observer) {
    Instant now = request.hasNow() ? Moments.of(request.getNow()) : clock.instant();
    Store store = stores.find(request.getStore());
    observer.onNext(answers.hours(store, new SpokenDay(request.getDay()), now));
    observer.onCompleted();
  }
}
