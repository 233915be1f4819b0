package protophone.stores.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import protophone.v1.Options;
import protophone.v1.Options.Fill;

class ReflectionTest {
  private static final String SERVICE = "tools.stores.v1.StoresService";

  private LiveServer live;

  @BeforeEach
  void serve() throws IOException {
    live = new LiveServer(InstantSource.system());
  }

  @AfterEach
  void stop() throws InterruptedException {
    live.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1alpha"})
  void listsTheServiceInBothItsVersions(String version) {
    ServerReflectionRequest listing =
        ServerReflectionRequest.newBuilder().setListServices("").build();
    assertTrue(answered(version, listing).getListServicesResponse().toString().contains(SERVICE));
  }

  @Test
  void keepsTheOptionsOfTheContract() throws InvalidProtocolBufferException {
    FileDescriptorProto contract = contract();
    FieldDescriptorProto now = contract.getMessageType(2).getField(2);
    MethodDescriptorProto rpc = contract.getService(0).getMethod(0);
    assertEquals(Fill.FILL_NOW, now.getOptions().getExtension(Options.field).getFill());
    assertEquals(IdempotencyLevel.NO_SIDE_EFFECTS, rpc.getOptions().getIdempotencyLevel());
    assertEquals(1, rpc.getOptions().getExtension(Options.tool).getDeadline().getSeconds());
  }

  private FileDescriptorProto contract() throws InvalidProtocolBufferException {
    ServerReflectionRequest asking =
        ServerReflectionRequest.newBuilder().setFileContainingSymbol(SERVICE).build();
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    Options.registerAllExtensions(registry);
    return FileDescriptorProto.parseFrom(
        answered("v1", asking).getFileDescriptorResponse().getFileDescriptorProto(0), registry);
  }

  /** Asks one version of reflection, whose messages are the same in both. */
  private ServerReflectionResponse answered(String version, ServerReflectionRequest request) {
    MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method =
        ServerReflectionGrpc.getServerReflectionInfoMethod().toBuilder()
            .setFullMethodName(
                "grpc.reflection.%s.ServerReflection/ServerReflectionInfo".formatted(version))
            .build();
    return ClientCalls.blockingServerStreamingCall(
            live.channel(), method, CallOptions.DEFAULT, request)
        .next();
  }
}
