package protophone.stores.chain;

import static java.util.function.Predicate.not;

import java.time.DateTimeException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import protophone.stores.words.Spoken;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What is wrong with a data file, and where, as one line. */
record Fault(JacksonException exception) {
  private static final Pattern SOURCE = Pattern.compile(" \\(start marker at .*");

  @Override
  public String toString() {
    Stream<String> parts = Stream.of(line(), path(), reason());
    return parts.filter(not(String::isEmpty)).collect(Collectors.joining(": "));
  }

  private String line() {
    // A fault of the whole shows at its end; the words on it name the field.
    boolean ofTheWhole = exception.getPath().isEmpty() && exception instanceof DatabindException;
    int number = exception.getLocation().getLineNr();
    return ofTheWhole || number < 1 ? "" : "line " + number;
  }

  /** Returns the field as it is found from the root: "stores[3].hours.monday[0]". */
  private String path() {
    List<JacksonException.Reference> path = exception.getPath();
    return path.stream().map(Fault::step).collect(Collectors.joining()).replaceFirst("^\\.", "");
  }

  private static String step(JacksonException.Reference reference) {
    String name = reference.getPropertyName();
    return name == null ? "[%d]".formatted(reference.getIndex()) : "." + name;
  }

  private String reason() {
    if (exception.getCause() instanceof IllegalArgumentException own) {
      return String.valueOf(own.getMessage());
    }
    if (exception.getCause() instanceof DateTimeException unknown) {
      return String.valueOf(unknown.getMessage());
    }
    return exception instanceof DatabindException mismatch
        ? mismatch(mismatch)
        : SOURCE.matcher(Spoken.line(exception.getOriginalMessage())).replaceAll("");
  }

  private static String mismatch(DatabindException mismatch) {
    if (mismatch instanceof UnrecognizedPropertyException) {
      return "is not known";
    }
    if (mismatch instanceof InvalidFormatException format) {
      return "cannot be \"%s\"".formatted(format.getValue());
    }
    return mismatch.getPath().isEmpty()
        ? "is not an object with places, holidays and stores"
        : "is missing, or of the wrong kind";
  }
}
