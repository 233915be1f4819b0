package order

import "time"

// Owner is the number whose orders the sample is made of.
const Owner = "+12025550142"

const day = 24 * time.Hour

// Sample returns made-up orders as they are at the moment now. Two numbers differ
// only beyond the 53 bits of a double.
func Sample(now time.Time) []Order {
	return []Order{
		{
			Number: 1042, Phone: Owner, Items: "a blue rain jacket",
			State: Shipped, StateTime: now.Add(-day),
			PlaceTime: now.Add(-3 * day), ExpectedDate: now.Add(2 * day),
			Carrier: "Parcel Express", TrackingCode: "PX-88121",
		},
		{
			Number: 1043, Phone: Owner, Items: "two pairs of hiking socks",
			State: Placed, StateTime: now.Add(-2 * time.Hour),
			PlaceTime: now.Add(-2 * time.Hour), ExpectedDate: now.Add(4 * day),
		},
		{
			Number: 1<<53 + 1, Phone: Owner, Items: "a tent for two",
			State: Placed, StateTime: now.Add(-day),
			PlaceTime: now.Add(-day), ExpectedDate: now.Add(5 * day),
		},
		{
			Number: 1 << 53, Phone: Owner, Items: "a camping stove",
			State: Delivered, StateTime: now.Add(-20 * day), PlaceTime: now.Add(-24 * day),
			Carrier: "Parcel Express", TrackingCode: "PX-80007",
		},
		{
			Number: 1044, Phone: "+12025550119", Items: "a pocket lamp",
			State: Placed, StateTime: now.Add(-day),
			PlaceTime: now.Add(-day), ExpectedDate: now.Add(3 * day),
		},
	}
}
