package server_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	ordersv1 "protophone/services/orders/gen/tools/orders/v1"
	"protophone/services/orders/internal/databasetest"
)

func TestTracksAnOrderInWordsAndInFields(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		told := start(t, url).track(t, 1042)
		if told.GetState() != ordersv1.State_STATE_SHIPPED || told.GetItems() != "a blue rain jacket" ||
			told.GetCarrier() != "Parcel Express" || told.GetTrackingCode() != "PX-88121" {
			t.Errorf("it tells %v", told)
		}
		if !strings.HasPrefix(told.GetSpeech(), "Order 1042, a blue rain jacket, was shipped on ") {
			t.Error(told.GetSpeech())
		}
		expected := told.GetStateTime().AsTime().Add(72 * time.Hour).Format(time.DateOnly)
		if told.GetExpectedDate() != expected || !told.GetPlaceTime().AsTime().Before(told.GetStateTime().AsTime()) {
			t.Errorf("it tells %v", told)
		}
	})
}

func TestTellsApartNumbersThatDoublesDoNot(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := start(t, url)
		for number, items := range map[int64]string{beyond: "a tent for two", beyond - 1: "a camping stove"} {
			if told := orders.track(t, number); told.GetItems() != items {
				t.Errorf("order %d is %s", number, told.GetItems())
			}
		}
	})
}

func TestCancelsAnOrder(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := start(t, url)
		answer, err := orders.tools.CancelOrder(t.Context(), cancel(beyond, "k"))
		if err != nil || answer.GetSpeech() != "Order 9007199254740993 is cancelled." {
			t.Fatalf("it answers %v, %v", answer, err)
		}
		told := orders.track(t, beyond)
		if told.GetState() != ordersv1.State_STATE_CANCELLED || !proto.Equal(told.GetStateTime(), answer.GetCancelTime()) {
			t.Errorf("it tells %v", told)
		}
	})
}

func TestAnOrderThatIsCancelledAlreadyStaysSo(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	for _, key := range []string{"one", "two", ""} {
		answer, err := orders.tools.CancelOrder(t.Context(), cancel(1043, key))
		if err != nil || answer.GetSpeech() != "Order 1043 is cancelled." {
			t.Errorf("it answers %v, %v", answer, err)
		}
	}
}

func TestTheSameKeyGetsTheSameAnswerAcrossARestart(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		var answers []*ordersv1.CancelOrderResponse
		for range 2 {
			orders := start(t, url)
			answer, err := orders.tools.CancelOrder(t.Context(), cancel(1043, "k"))
			if err != nil {
				t.Fatal(err)
			}
			answers = append(answers, answer)
			orders.end(t)
		}
		if !proto.Equal(answers[0], answers[1]) {
			t.Errorf("they are %v", answers)
		}
	})
}

func TestAnyKeyWillDo(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	for _, key := range []string{strings.Repeat("k", 4000), "ключ", "a\x00b"} {
		if _, err := orders.tools.CancelOrder(t.Context(), cancel(1043, key)); err != nil {
			t.Error(err)
		}
		if _, err := orders.tools.CancelOrder(t.Context(), cancel(beyond, key)); refusalOf(t, err).field != "idempotency_key" {
			t.Errorf("the key was forgotten: %v", err)
		}
	}
}

func TestAKeyMayBeGivenInEitherPlace(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	inMetadata := metadata.AppendToOutgoingContext(t.Context(), "idempotency-key", "k")
	if _, err := orders.tools.CancelOrder(inMetadata, cancel(1043, "")); err != nil {
		t.Fatal(err)
	}
	for _, again := range []struct {
		ctx context.Context
		key string
	}{{t.Context(), "k"}, {inMetadata, "k"}, {inMetadata, ""}} {
		_, err := orders.tools.CancelOrder(again.ctx, cancel(beyond, again.key))
		if refusalOf(t, err).field != "idempotency_key" {
			t.Errorf("%q was not seen: %v", again.key, err)
		}
	}
}

func TestTwoKeysAreRefused(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	for _, keys := range [][]string{{"a", "b"}, {"", "a", "b"}} {
		ctx := t.Context()
		for _, key := range keys[1:] {
			ctx = metadata.AppendToOutgoingContext(ctx, "idempotency-key", key)
		}
		_, err := orders.tools.CancelOrder(ctx, cancel(1043, keys[0]))
		if said := refusalOf(t, err); said.code != codes.InvalidArgument || said.field != "idempotency_key" {
			t.Errorf("%v: %v", keys, err)
		}
	}
	if told := orders.track(t, 1043); told.GetState() != ordersv1.State_STATE_PLACED {
		t.Errorf("it tells %v", told)
	}
}

var refused = map[string]struct {
	caller string
	number int64
	code   codes.Code
	speech string
	field  string
}{
	"nobody":              {"", 1042, codes.FailedPrecondition, "I can't tell who is calling", ""},
	"a withheld number":   {"anonymous", 1042, codes.FailedPrecondition, "I can't tell who is calling", ""},
	"nobody and nothing":  {"", 0, codes.FailedPrecondition, "I can't tell who is calling", ""},
	"no order":            {"+12025550142", 0, codes.InvalidArgument, "Which order is it?", "order_number"},
	"an order below zero": {"+12025550142", -1 << 63, codes.InvalidArgument, "Which order is it?", "order_number"},
	"an unknown order":    {"+12025550142", 1, codes.NotFound, "I can't find an order", ""},
	"the largest order":   {"+12025550142", 1<<63 - 1, codes.NotFound, "I can't find an order", ""},
	"another's order":     {"+12025550142", 1044, codes.NotFound, "I can't find an order", ""},
	"an unknown caller":   {"+12025550100", 1042, codes.NotFound, "I can't find an order", ""},
}

func TestRefusesToTrackWithWords(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	for what, bad := range refused {
		_, err := orders.tools.TrackOrder(t.Context(), &ordersv1.TrackOrderRequest{
			CallerNumber: bad.caller, OrderNumber: bad.number,
		})
		said := refusalOf(t, err)
		if said.code != bad.code || said.field != bad.field || !strings.HasPrefix(said.speech, bad.speech) {
			t.Errorf("%s: %+v", what, said)
		}
	}
}

func TestRefusesToCancelAsItDoesToTrack(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		orders := start(t, url)
		for what, bad := range refused {
			_, err := orders.tools.CancelOrder(t.Context(), &ordersv1.CancelOrderRequest{
				CallerNumber: bad.caller, OrderNumber: bad.number, IdempotencyKey: what,
			})
			said := refusalOf(t, err)
			if said.code != bad.code || said.field != bad.field || !strings.HasPrefix(said.speech, bad.speech) {
				t.Errorf("%s: %+v", what, said)
			}
		}
	})
}

func TestWhatIsUnderWayCannotBeCancelled(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	for number, state := range map[int64]string{1042: "shipped", beyond - 1: "delivered"} {
		for _, key := range []string{"", state, state} {
			_, err := orders.tools.CancelOrder(t.Context(), cancel(number, key))
			said := refusalOf(t, err)
			if said.code != codes.FailedPrecondition || !strings.Contains(said.speech, "has been "+state+" already") {
				t.Errorf("order %d: %+v", number, said)
			}
		}
	}
}

func TestAReasonHasAtMost500Characters(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	for _, long := range []string{strings.Repeat("🎈", 501), strings.Repeat("x", 100_000)} {
		request := cancel(1043, "")
		request.Reason = &long
		_, err := orders.tools.CancelOrder(t.Context(), request)
		if said := refusalOf(t, err); said.code != codes.InvalidArgument || said.field != "reason" {
			t.Errorf("%d bytes: %+v", len(long), said)
		}
	}
	request := cancel(1043, "")
	request.Reason = proto.String(strings.Repeat("🎈", 500))
	if _, err := orders.tools.CancelOrder(t.Context(), request); err != nil {
		t.Error(err)
	}
}

func TestARequestThatIsTooLargeIsRefused(t *testing.T) {
	orders := start(t, databasetest.SQLite(t))
	_, err := orders.tools.CancelOrder(t.Context(), cancel(1043, strings.Repeat("k", 300<<10)))
	if code := status.Code(err); code != codes.ResourceExhausted {
		t.Errorf("it ends with %v", err)
	}
	orders.track(t, 1043)
}
