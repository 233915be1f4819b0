package protophone.stores.chain;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The file in which a chain is described, in JSON. */
public final class DataFile {
  private static final String SAMPLE = "sample.json";
  private static final JsonSetter.Value EMPTY_IF_ABSENT =
      JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withConfigOverride(List.class, list -> list.setNullHandling(EMPTY_IF_ABSENT))
          .withConfigOverride(Map.class, map -> map.setNullHandling(EMPTY_IF_ABSENT))
          .build();

  private DataFile() {}

  /** Reads a file; throws {@link DataException} with one line on what is wrong with it, where. */
  public static Chain read(Path file) {
    try {
      return parse(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new DataException("cannot read " + file);
    }
  }

  /** Reads the sample: stores that are made up, in cities that are not. */
  public static Chain sample() {
    try (InputStream stream = DataFile.class.getResourceAsStream(SAMPLE)) {
      return parse(Objects.requireNonNull(stream).readAllBytes(), SAMPLE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Chain parse(byte[] json, String name) {
    try {
      Optional<Chain> chain = Optional.ofNullable(MAPPER.readValue(json, Chain.class));
      return chain.orElseThrow(() -> new DataException(name + ": is null"));
    } catch (JacksonException e) {
      throw new DataException("%s: %s".formatted(name, new Fault(e)));
    }
  }
}
