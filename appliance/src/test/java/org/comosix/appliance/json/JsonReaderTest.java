package org.comosix.appliance.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {

  @Test
  void everyKindWithItsPlace() throws JsonSyntaxException {
    JsonValue.Obj object =
        (JsonValue.Obj)
            JsonReader.read("{\"t\": \"x\",\n \"n\": -5, \"b\": true, \"l\": [1, null, 1.5]}");

    assertThat(object.text("t")).contains("x");
    assertThat(object.number("n")).contains(-5L);
    assertThat(object.flag("b")).isTrue();
    assertThat(object.flag("t")).isFalse();
    assertThat(object.list("l"))
        .containsExactly(
            new JsonValue.Num(1, 2, 28),
            new JsonValue.Other("null", 2, 31),
            new JsonValue.Other("1.5", 2, 37));
    assertThat(object.text("n")).isEmpty();
    assertThat(object.member("none")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"a\":1,}", "[1] 2", "{\"a\":1,\"a\":2}", "{\"a\":1 // x\n}", "nul"})
  void whatIsNoJsonIsRefused(String text) {
    assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonReader.read(text));
  }

  @Test
  void nestingIsBounded() {
    assertThatExceptionOfType(JsonSyntaxException.class)
        .isThrownBy(() -> JsonReader.read("[".repeat(100_000)));
  }

  @Test
  void placeOfTheMistakeIsTold() {
    assertThatExceptionOfType(JsonSyntaxException.class)
        .isThrownBy(() -> JsonReader.read("{\n  \"a\": oops\n}"))
        .satisfies(e -> assertThat(e.line()).isEqualTo(2));
  }

  @Test
  void commentsOfKea() throws JsonSyntaxException {
    assertThat(JsonReader.readCommented("# a\n{ // b\n \"x\": /* c */ [1,], }"))
        .isInstanceOfSatisfying(JsonValue.Obj.class, o -> assertThat(o.list("x")).hasSize(1));
  }
}
