package io.entroscope.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/** Refuses NaN and infinities, which JSON has no words for, and says where they stood. */
final class FiniteGenerator extends JsonGeneratorDelegate {
  FiniteGenerator(JsonGenerator delegate) {
    super(delegate, false);
  }

  @Override
  public void writeNumber(double value) throws IOException {
    check(value);
    super.writeNumber(value);
  }

  @Override
  public void writeNumber(float value) throws IOException {
    check(value);
    super.writeNumber(value);
  }

  @Override
  public void writeArray(double[] array, int offset, int length) throws IOException {
    writeStartArray(array, length);
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    writeEndArray();
  }

  private void check(double value) {
    if (!Double.isFinite(value)) {
      throw new ResultException(
          "the result is not written: "
              + place()
              + " is "
              + value
              + ", and a result holds finite numbers only; the analysis should have counted and left"
              + " out what gave rise to it");
    }
  }

  /** As in {@code /layers/0/classes/3/pattern/17}: the element that is about to be written. */
  private String place() {
    String pointer = getOutputContext().pathAsPointer().toString();
    // The context counts an array's element when it is written, so before that it is one behind.
    if (getOutputContext().inArray()) {
      int slash = pointer.lastIndexOf('/');
      int next = getOutputContext().getEntryCount();
      boolean counted = getOutputContext().hasCurrentIndex();
      return (counted ? pointer.substring(0, slash) : pointer) + "/" + next;
    }
    return pointer;
  }
}
