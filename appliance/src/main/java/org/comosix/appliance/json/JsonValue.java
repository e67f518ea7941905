package org.comosix.appliance.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value and where it begins in its text; lines and columns count from 1. */
public sealed interface JsonValue {

  int line();

  int column();

  /** Members in their order. */
  record Obj(Map<String, JsonValue> members, int line, int column) implements JsonValue {

    /** Empty where there is none. */
    public Optional<JsonValue> member(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /** Empty where there is none, or it is no text. */
    public Optional<String> text(String name) {
      return member(name)
          .flatMap(
              value -> value instanceof Text text ? Optional.of(text.value()) : Optional.empty());
    }

    /** Empty where there is none, or it is no whole number. */
    public Optional<Long> number(String name) {
      return member(name)
          .flatMap(
              value ->
                  value instanceof Num number ? Optional.of(number.value()) : Optional.empty());
    }

    public boolean flag(String name) {
      return member(name).filter(value -> value instanceof Flag flag && flag.value()).isPresent();
    }

    /** No items where there is none, or it is no list. */
    public List<JsonValue> list(String name) {
      return member(name)
          .flatMap(
              value -> value instanceof Arr list ? Optional.of(list.items()) : Optional.empty())
          .orElse(List.of());
    }
  }

  /** A list. */
  record Arr(List<JsonValue> items, int line, int column) implements JsonValue {}

  /** A string. */
  record Text(String value, int line, int column) implements JsonValue {}

  /** A whole number. */
  record Num(long value, int line, int column) implements JsonValue {}

  /** True or false. */
  record Flag(boolean value, int line, int column) implements JsonValue {}

  /** Null, or a number that is not whole: nothing here asks for one. */
  record Other(String text, int line, int column) implements JsonValue {}
}
