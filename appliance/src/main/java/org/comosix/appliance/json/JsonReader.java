package org.comosix.appliance.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON text to values.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class JsonReader {

  /** Deeper than any file of ours or of Kea; a hostile text cannot exhaust the stack. */
  private static final int MOST_NESTED = 64;

  private static final JsonFactory STRICT = factory().build();

  private static final JsonFactory COMMENTED =
      factory()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private JsonReader() {}

  private static com.fasterxml.jackson.core.JsonFactoryBuilder factory() {
    return (com.fasterxml.jackson.core.JsonFactoryBuilder)
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MOST_NESTED).build());
  }

  /**
   * Reads one value and nothing behind it.
   *
   * @throws JsonSyntaxException it is not JSON, or a name stands twice in one object
   */
  public static JsonValue read(String text) throws JsonSyntaxException {
    return read(STRICT, text);
  }

  /**
   * Likewise; {@code #}, {@code //} and slash-star comments and a comma after the last item are
   * passed over, as Kea does.
   */
  public static JsonValue readCommented(String text) throws JsonSyntaxException {
    return read(COMMENTED, text);
  }

  private static JsonValue read(JsonFactory factory, String text) throws JsonSyntaxException {
    try (JsonParser parser = factory.createParser(text)) {
      JsonToken first = next(parser);
      JsonValue value = value(parser, first);
      if (parser.nextToken() != null) {
        throw failure(parser, "something follows behind the end");
      }
      return value;
    } catch (JsonProcessingException e) {
      var at = Optional.ofNullable(e.getLocation());
      throw new JsonSyntaxException(
          String.valueOf(e.getOriginalMessage()),
          at.map(place -> place.getLineNr()).orElse(1),
          at.map(place -> place.getColumnNr()).orElse(1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen while a string is read", e);
    }
  }

  private static JsonToken next(JsonParser parser) throws IOException, JsonSyntaxException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw failure(parser, "it ends too early");
    }
    return token;
  }

  private static JsonValue value(JsonParser parser, JsonToken token)
      throws IOException, JsonSyntaxException {
    int line = parser.currentTokenLocation().getLineNr();
    int column = parser.currentTokenLocation().getColumnNr();
    return switch (token) {
      case START_OBJECT -> object(parser, line, column);
      case START_ARRAY -> list(parser, line, column);
      case VALUE_STRING -> new JsonValue.Text(parser.getText(), line, column);
      case VALUE_NUMBER_INT -> number(parser, line, column);
      case VALUE_TRUE, VALUE_FALSE ->
          new JsonValue.Flag(token == JsonToken.VALUE_TRUE, line, column);
      default -> new JsonValue.Other(parser.getText(), line, column);
    };
  }

  private static JsonValue number(JsonParser parser, int line, int column) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? new JsonValue.Other(parser.getText(), line, column)
        : new JsonValue.Num(parser.getLongValue(), line, column);
  }

  private static JsonValue object(JsonParser parser, int line, int column)
      throws IOException, JsonSyntaxException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (next(parser) != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.put(name, value(parser, next(parser)));
    }
    return new JsonValue.Obj(members, line, column);
  }

  private static JsonValue list(JsonParser parser, int line, int column)
      throws IOException, JsonSyntaxException {
    List<JsonValue> items = new ArrayList<>();
    JsonToken token;
    while ((token = next(parser)) != JsonToken.END_ARRAY) {
      items.add(value(parser, token));
    }
    return new JsonValue.Arr(items, line, column);
  }

  private static JsonSyntaxException failure(JsonParser parser, String message) {
    var at = parser.currentLocation();
    return new JsonSyntaxException(message, at.getLineNr(), at.getColumnNr());
  }
}
