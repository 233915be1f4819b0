package main_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/proto"

	ordersv1 "protophone/services/orders/gen/tools/orders/v1"
	"protophone/services/orders/internal/databasetest"
	"protophone/services/orders/internal/order"
)

var binary string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "orders-binary-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(folder, "orders")
	if output, err := exec.Command("go", "build", "-buildvcs=false", "-o", binary, ".").CombinedOutput(); err != nil {
		panic(fmt.Sprintf("%v: %s", err, output))
	}
	databasetest.Main(m, func() { _ = os.RemoveAll(folder) })
}

// process is a running service.
type process struct {
	*exec.Cmd
	errors  bytes.Buffer
	address string
}

// command returns the program, not yet started, with settings.
func command(t *testing.T, settings ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.CommandContext(t.Context(), binary)}
	p.Dir = t.TempDir()
	p.Env = append([]string{"SERVICE_ADDRESS=127.0.0.1:0"}, settings...)
	p.Stderr = &p.errors
	return p
}

// start starts the program with the sample orders, and returns once it listens.
func start(t *testing.T, settings ...string) *process {
	t.Helper()
	p := command(t, append(settings, "ORDERS_SAMPLE=1")...)
	output, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill(); _ = p.Wait() })
	line, err := bufio.NewReader(output).ReadString('\n')
	address, listens := strings.CutPrefix(strings.TrimSpace(line), "orders listens on ")
	if err != nil || !listens {
		t.Fatalf("it says %q, %v", line, err)
	}
	p.address = address
	return p
}

// stop sends a signal, and returns how the process ends within the 10 s it has.
func (p *process) stop(t *testing.T, number syscall.Signal) error {
	t.Helper()
	if err := p.Process.Signal(number); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(10 * time.Second):
		return context.DeadlineExceeded
	}
}

func (p *process) cancel(t *testing.T, key string) *ordersv1.CancelOrderResponse {
	t.Helper()
	connection, err := grpc.NewClient(
		"passthrough:///"+p.address, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithNoProxy(),
	)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	answer, err := ordersv1.NewOrdersServiceClient(connection).CancelOrder(t.Context(), &ordersv1.CancelOrderRequest{
		CallerNumber: order.Owner, OrderNumber: 1<<53 + 1, IdempotencyKey: key,
	})
	if err != nil {
		t.Error(err)
	}
	return answer
}

func TestServesUntilItIsTold(t *testing.T) {
	for _, number := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		p := start(t)
		if answer := p.cancel(t, "k"); answer.GetSpeech() != "Order 9007199254740993 is cancelled." {
			t.Errorf("it answers %v", answer)
		}
		if err := p.stop(t, number); err != nil {
			t.Errorf("%v ends it with %v: %s", number, err, &p.errors)
		}
		// What SQLite has logged is in the database once it is closed.
		files, err := filepath.Glob(filepath.Join(p.Dir, "data/*"))
		if err != nil || len(files) != 1 || filepath.Base(files[0]) != "orders.db" {
			t.Errorf("it leaves %v, %v", files, err)
		}
	}
}

func TestAKeyHasOneAnswerThoughTheProcessIsKilled(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		first := start(t, "ORDERS_DATABASE_URL="+url)
		before := first.cancel(t, "k")
		_ = first.stop(t, syscall.SIGKILL)
		after := start(t, "ORDERS_DATABASE_URL="+url).cancel(t, "k")
		if !proto.Equal(before, after) {
			t.Errorf("it answered %v, then %v", before, after)
		}
	})
}

func TestAKeyHasOneAnswerFromTwoProcessesAtOnce(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, url string) {
		processes := []*process{start(t, "ORDERS_DATABASE_URL="+url), start(t, "ORDERS_DATABASE_URL="+url)}
		answers := make(chan *ordersv1.CancelOrderResponse)
		for i := range 20 {
			go func() { answers <- processes[i%2].cancel(t, "k") }()
		}
		first := <-answers
		for range 19 {
			if answer := <-answers; !proto.Equal(answer, first) {
				t.Errorf("one answers %v, another %v", first, answer)
			}
		}
	})
}

func TestEndsInTimeWhenTheDatabaseIsSilent(t *testing.T) {
	postgres := databasetest.Shared(t)
	p := start(t, "ORDERS_DATABASE_URL="+postgres.Empty(t))
	postgres.Freeze(t)
	if err := p.stop(t, syscall.SIGTERM); err != nil {
		t.Errorf("it ends with %v: %s", err, &p.errors)
	}
}

func TestABadSettingEndsItWithOneLine(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for setting, says := range map[string]string{
		"SERVICE_ADDRESS=nonsense":                      "orders: SERVICE_ADDRESS is \"nonsense\"",
		"SERVICE_ADDRESS=" + taken.Addr().String():      "orders: SERVICE_ADDRESS " + taken.Addr().String() + ": ",
		"ORDERS_DATABASE_URL=mysql://root:s3cret@db/x":  "orders: ORDERS_DATABASE_URL names no database",
		"ORDERS_DATABASE_URL=file:/proc/none/orders.db": "orders: ORDERS_DATABASE_URL: ",
		"ORDERS_REGION=Mars":                            "orders: ORDERS_REGION ",
		"ORDERS_SAMPLE=yes":                             "orders: ORDERS_SAMPLE ",
	} {
		p := command(t, setting)
		_ = p.Run()
		said := p.errors.String()
		if p.ProcessState.ExitCode() != 1 || !strings.HasPrefix(said, says) || strings.Count(said, "\n") != 1 {
			t.Errorf("%s ends it with %d: %s", setting, p.ProcessState.ExitCode(), said)
		}
	}
}

func TestTellsItsHealthAndItsVersion(t *testing.T) {
	p := start(t)
	for argument, code := range map[string]int{"-health": 0, "-version": 0, "-nonsense": 2} {
		asked := command(t, "SERVICE_ADDRESS="+p.address)
		asked.Args = append(asked.Args, argument)
		_ = asked.Run()
		if asked.ProcessState.ExitCode() != code {
			t.Errorf("%s ends with %d: %s", argument, asked.ProcessState.ExitCode(), &asked.errors)
		}
	}
	if err := p.stop(t, syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	asked := command(t, "SERVICE_ADDRESS="+p.address)
	asked.Args = append(asked.Args, "-health")
	if err := asked.Run(); err == nil {
		t.Error("what has ended is healthy")
	}
}
