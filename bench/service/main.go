// The service behind the contenders: every rpc of a descriptor set over gRPC, and the
// weather over REST. It works from descriptors, so nothing is generated for it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
	reflectionpb "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: service DESCRIPTORS")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(descriptors string) error {
	files, err := read(descriptors)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		offer(server, file)
		return true
	})
	healthpb.RegisterHealthServer(server, health.NewServer())
	reflected := reflection.ServerOptions{Services: server, DescriptorResolver: files}
	reflectionpb.RegisterServerReflectionServer(server, reflection.NewServerV1(reflected))
	return serve(server)
}

// read loads a descriptor set into a registry of its own.
func read(path string) (*protoregistry.Files, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var set descriptorpb.FileDescriptorSet
	if err := proto.Unmarshal(data, &set); err != nil {
		return nil, err
	}
	return protodesc.NewFiles(&set)
}

// serve answers gRPC and REST, each on a free port, which it prints.
func serve(server *grpc.Server) error {
	tools, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	web, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("REST listens on %s\n", web.Addr())
	fmt.Printf("gRPC listens on %s\n", tools.Addr())
	go func() { log.Fatal(http.Serve(web, http.HandlerFunc(weather))) }()
	return server.Serve(tools)
}

// offer registers every service of a file.
func offer(server *grpc.Server, file protoreflect.FileDescriptor) {
	services := file.Services()
	for i := range services.Len() {
		service := services.Get(i)
		description := grpc.ServiceDesc{
			ServiceName: string(service.FullName()),
			HandlerType: (*any)(nil),
			Metadata:    file.Path(),
		}
		methods := service.Methods()
		for j := range methods.Len() {
			method := methods.Get(j)
			description.Methods = append(description.Methods, grpc.MethodDesc{
				MethodName: string(method.Name()),
				Handler:    answer(method),
			})
		}
		server.RegisterService(&description, nil)
	}
}

type handler = func(any, context.Context, func(any) error, grpc.UnaryServerInterceptor) (any, error)

// answer makes the handler of an rpc: it waits if the request says so, then speaks.
func answer(method protoreflect.MethodDescriptor) handler {
	input, output := method.Input(), method.Output()
	location := input.Fields().ByName("location")
	units := input.Fields().ByName("units")
	pause := input.Fields().ByName("wait_milliseconds")
	slow := input.Fields().ByName("slow_percent")
	speech := output.Fields().ByName("speech")
	return func(_ any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
		request, response := dynamicpb.NewMessage(input), dynamicpb.NewMessage(output)
		if err := decode(request); err != nil {
			return nil, err
		}
		words := "That was all."
		switch {
		case method.Name() == "CountStumbles":
			words = strconv.FormatInt(stumbles.Load(), 10)
		case pause != nil:
			milliseconds := request.Get(pause).Int()
			if slow != nil {
				stumbles.Add(1)
				if rand.Int64N(100) < request.Get(slow).Int() {
					milliseconds *= 10
				}
			}
			if err := wait(ctx, milliseconds); err != nil {
				return nil, err
			}
		default:
			words = report(request.Get(location).String(), request.Get(units).Enum() == 2)
		}
		response.Set(speech, protoreflect.ValueOfString(words))
		return response, nil
	}
}

// stumbles counts the calls that may take ten times as long.
var stumbles atomic.Int64

// wait returns after so many milliseconds, or with the status of a call that ended.
func wait(ctx context.Context, milliseconds int64) error {
	select {
	case <-time.After(time.Duration(milliseconds) * time.Millisecond):
		return nil
	case <-ctx.Done():
		return status.FromContextError(ctx.Err()).Err()
	}
}

// report says the weather.
func report(location string, fahrenheit bool) string {
	if location == "" {
		location = "nowhere"
	}
	if fahrenheit {
		return "It is 64 degrees Fahrenheit and cloudy in " + location + "."
	}
	return "It is 18 degrees Celsius and cloudy in " + location + "."
}

// weather is the tool as a REST service offers it.
func weather(writer http.ResponseWriter, request *http.Request) {
	var wanted struct{ Location, Units string }
	if err := json.NewDecoder(request.Body).Decode(&wanted); err != nil {
		http.Error(writer, codes.InvalidArgument.String(), http.StatusBadRequest)
		return
	}
	writer.Header().Set("Content-Type", "application/json")
	words := report(wanted.Location, wanted.Units == "fahrenheit")
	_ = json.NewEncoder(writer).Encode(map[string]string{"speech": words})
}
