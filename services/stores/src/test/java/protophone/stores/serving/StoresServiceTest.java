package protophone.stores.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import com.google.rpc.LocalizedMessage;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.stores.v1.FindNearestStoreRequest;
import tools.stores.v1.FindNearestStoreResponse;
import tools.stores.v1.GetOpeningHoursRequest;
import tools.stores.v1.GetOpeningHoursResponse;

class StoresServiceTest {
  private static final Instant SATURDAY_NIGHT = Instant.parse("2026-11-22T01:30:00Z");

  private LiveServer live;

  @BeforeEach
  void serve() throws IOException {
    live = new LiveServer(InstantSource.fixed(SATURDAY_NIGHT));
  }

  @AfterEach
  void stop() throws InterruptedException {
    live.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Brooklyn    | The nearest store is Park Slope, about 2.2 miles from Brooklyn, New York, at 412 Seventh Avenue, Brooklyn.
          Beaverton   | The nearest store is Pearl District, about 6.4 miles from Beaverton, Oregon, at 1140 Northwest Fifteenth Avenue, Portland.
          N1 9GU      | The nearest store is Islington, about 0.1 miles from Islington, London, at 147 Upper Street, London.
          zurich      | The nearest store is Seefeld, about 2.3 kilometres from Zürich, Switzerland, at Seefeldstrasse 102, Zürich.
          Plateau-Mont-Royal | The nearest store is Plateau, about 100 metres from Plateau-Mont-Royal, Montréal, at 4391 Rue Saint-Denis, Montréal.
          """)
  void tellsOfTheNearestStoreInTheUnitsOfTheCountry(String place, String speech) {
    assertEquals(speech, nearest(place).getSpeech());
  }

  @Test
  void tellsOfTheNearestStoreInFields() {
    FindNearestStoreResponse found = nearest("Potsdam");
    assertEquals("Kreuzberg", found.getStore());
    assertEquals("Bergmannstraße 71, Berlin", found.getAddress());
    assertEquals("Berlin, Germany", found.getCity());
    assertEquals("Potsdam, Germany", found.getPlace());
    assertEquals(24.8, found.getDistanceKm(), 0.1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Astoria   | tomorrow   | Astoria is open tomorrow, Sunday, November 22, from 10 a.m. to 10 p.m.
          Plateau   | Sunday     | Plateau is open tomorrow, Sunday, November 22, from 10 a.m. to 5 p.m.
          Kreuzberg | Sunday     | Kreuzberg is closed today, Sunday, November 22; it opens again tomorrow at 10 a.m.
          Ballard   | Thanksgiving | Ballard is closed on Thursday, November 26, Thanksgiving; it opens again on Friday at 9 a.m.
          Brixton   | 2026-12-26 | Brixton is open on Saturday, December 26, Boxing Day, from 10 a.m. to 6 p.m.
          Seefeld   | Monday     | Seefeld is open tomorrow, Monday, November 23, from 9 a.m. to 12:30 p.m. and from 1:30 p.m. to 6:30 p.m.
          Old Port  | August 7   | Old Port is open on Saturday, August 7, 2027, the lobster festival, from 9:30 a.m. to 10 p.m.
          """)
  void tellsTheHoursOfTheDayThatItIsWhereTheStoreIs(String store, String day, String speech) {
    assertEquals(speech, hours(asking(store).setDay(day)).getSpeech());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T06:59:59Z, 'it is open now, until 2 a.m.'", // Saturday in New York
    "2026-11-22T07:00:00Z, 'it is closed now and opens today at 10 a.m.'", // Sunday, 2 a.m.
    "2026-11-22T06:30:00Z, 'it is open now, until 2 a.m.'",
    "2026-11-23T04:00:00Z, 'it is closed now and opens tomorrow at 10 a.m.'",
  })
  void tellsOfTodayByTheMomentOfTheRequest(Instant now, String told) {
    Timestamp moment = Moments.timestamp(now);
    String speech = hours(asking("Astoria").setNow(moment)).getSpeech();
    assertEquals(told, speech.replaceFirst(".*; ", ""));
  }

  @Test
  void tellsTheHoursInFields() {
    GetOpeningHoursResponse told = hours(asking("Brixton").setDay("2026-12-24"));
    assertEquals("Brixton", told.getStore());
    assertEquals("2026-12-24", told.getDate());
    assertEquals("Christmas Eve", told.getOccasion());
    assertEquals(1, told.getPeriodsCount());
    assertEquals(
        Instant.parse("2026-12-24T09:00:00Z"), Moments.of(told.getPeriods(0).getOpenTime()));
    assertEquals(
        Instant.parse("2026-12-24T16:00:00Z"), Moments.of(told.getPeriods(0).getCloseTime()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Portland | INVALID_ARGUMENT | place | Which one do you mean: Portland, Oregon; or Portland, Maine?
          ''       | INVALID_ARGUMENT | place | Which place do you mean? Please name a city or a postcode.
          """)
  void saysWhatIsWrongWithAPlace(String place, Code code, String field, String words)
      throws InvalidProtocolBufferException {
    refused(() -> nearest(place), code, field, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          London  | today     | INVALID_ARGUMENT | store | Which one do you mean: Islington; or Brixton?
          Brixton | whenever  | INVALID_ARGUMENT | day   | Which day do you mean? Please say today, tomorrow, a day of the week, or a date such as December 24.
          Brixton | yesterday | OUT_OF_RANGE     | day   | That day is over. I can tell the hours from today on.
          """)
  void saysWhatIsWrongWithAQuestionForHours(
      String store, String day, Code code, String field, String words)
      throws InvalidProtocolBufferException {
    refused(() -> hours(asking(store).setDay(day)), code, field, words);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -62_135_596_801L, 253_402_300_800L, Long.MAX_VALUE})
  void refusesAMomentOutsideOfTheCalendar(long seconds) throws InvalidProtocolBufferException {
    Timestamp moment = Timestamp.newBuilder().setSeconds(seconds).build();
    String words = "That is no time that I can tell opening hours by.";
    refused(() -> hours(asking("Brixton").setNow(moment)), Code.INVALID_ARGUMENT, "now", words);
  }

  private void refused(Runnable call, Code code, String field, String words)
      throws InvalidProtocolBufferException {
    StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call::run);
    List<Any> details = status(thrown).getDetailsList();
    assertEquals(code, thrown.getStatus().getCode());
    assertEquals(words, details.get(0).unpack(LocalizedMessage.class).getMessage());
    BadRequest blamed = details.get(1).unpack(BadRequest.class);
    assertEquals(field, blamed.getFieldViolations(0).getField());
  }

  private static Status status(StatusRuntimeException thrown) {
    return Objects.requireNonNull(StatusProto.fromThrowable(thrown));
  }

  private FindNearestStoreResponse nearest(String place) {
    return live.tools()
        .findNearestStore(FindNearestStoreRequest.newBuilder().setPlace(place).build());
  }

  private static GetOpeningHoursRequest.Builder asking(String store) {
    return GetOpeningHoursRequest.newBuilder().setStore(store);
  }

  private GetOpeningHoursResponse hours(GetOpeningHoursRequest.Builder request) {
    return live.tools().getOpeningHours(request.build());
  }
}
