package org.comosix.appliance.cli;

import org.comosix.appliance.ops.LogLevels;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code --log-level}. */
public final class LogLevelsConverter implements ITypeConverter<LogLevels> {

  @Override
  public LogLevels convert(String text) {
    try {
      return LogLevels.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
