package config_test

import (
	"strings"
	"testing"

	"protophone/services/orders/internal/config"
)

type environ map[string]string

func (e environ) get(name string) string { return e[name] }

func TestEverySettingHasADefault(t *testing.T) {
	settings, err := config.Read(environ{}.get)
	if err != nil {
		t.Fatal(err)
	}
	if settings.Address != "127.0.0.1:50054" || settings.Region != "US" || settings.Sample {
		t.Errorf("they are %+v", settings)
	}
}

func TestReadsWhatIsSet(t *testing.T) {
	settings, err := config.Read(environ{
		"SERVICE_ADDRESS":     "[::1]:0",
		"ORDERS_DATABASE_URL": "postgres://shop@db/orders?sslmode=require",
		"ORDERS_REGION":       "de",
		"ORDERS_SAMPLE":       "1",
	}.get)
	if err != nil {
		t.Fatal(err)
	}
	if settings.Address != "[::1]:0" || settings.Region != "DE" || !settings.Sample {
		t.Errorf("they are %+v", settings)
	}
}

func TestABadSettingIsNamedOnOneLine(t *testing.T) {
	for _, bad := range []struct{ name, value string }{
		{"SERVICE_ADDRESS", "nonsense"},
		{"SERVICE_ADDRESS", ":50054"},
		{"SERVICE_ADDRESS", "localhost:65536"},
		{"SERVICE_ADDRESS", "localhost:http"},
		{"SERVICE_ADDRESS", "localhost:-1\n"},
		{"SERVICE_ADDRESS", "::1:50054"},
		{"ORDERS_DATABASE_URL", "mysql://db/orders"},
		{"ORDERS_REGION", "Mars"},
		{"ORDERS_SAMPLE", "yes"},
	} {
		_, err := config.Read(environ{bad.name: bad.value}.get)
		if err == nil || !strings.HasPrefix(err.Error(), bad.name) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s=%q: %v", bad.name, bad.value, err)
		}
	}
}
