// Package config reads the settings from the environment.
package config

import (
	"cmp"
	"fmt"
	"net"
	"strconv"
	"strings"

	"protophone/services/orders/internal/database"
	"protophone/services/orders/internal/phone"
)

// Config is what the service is told from outside.
type Config struct {
	Address  string          // where it listens, host:port; port 0 takes a free one
	Database database.Source // where the orders are
	Region   string          // the ISO 3166-1 country of phone numbers without a +
	Sample   bool            // whether an empty database is given sample orders
}

// Read returns the settings that getenv knows, where "" is unset. An error names
// the setting, and says what was expected.
func Read(getenv func(string) string) (settings Config, err error) {
	if settings.Address, err = Address(getenv); err != nil {
		return settings, err
	}
	url := cmp.Or(getenv("ORDERS_DATABASE_URL"), "file:data/orders.db")
	if settings.Database, err = database.Parse(url); err != nil {
		return settings, fmt.Errorf("ORDERS_DATABASE_URL %w", err)
	}
	if settings.Region, err = region(getenv); err != nil {
		return settings, err
	}
	settings.Sample, err = sample(getenv)
	return settings, err
}

// Address returns where the service listens.
func Address(getenv func(string) string) (string, error) {
	text := cmp.Or(getenv("SERVICE_ADDRESS"), "127.0.0.1:50054")
	host, port, err := net.SplitHostPort(text)
	if err != nil || host == "" {
		return "", fmt.Errorf("SERVICE_ADDRESS is %q, not host:port", text)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", fmt.Errorf("SERVICE_ADDRESS is %q, whose port is not 0 to 65535", text)
	}
	return text, nil
}

func region(getenv func(string) string) (string, error) {
	text := cmp.Or(getenv("ORDERS_REGION"), "US")
	if country := strings.ToUpper(text); phone.IsRegion(country) {
		return country, nil
	}
	return "", fmt.Errorf("ORDERS_REGION is %q, not a country such as US", text)
}

func sample(getenv func(string) string) (bool, error) {
	switch text := getenv("ORDERS_SAMPLE"); text {
	case "", "0":
		return false, nil
	case "1":
		return true, nil
	default:
		return false, fmt.Errorf("ORDERS_SAMPLE is %q, neither 0 nor 1", text)
	}
}
