package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.onnx.proto.TensorProto.DataType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementTypeTest {
  @Test
  void namesAndNumbersAreThoseOfOnnx() {
    for (DataType type : DataType.values()) {
      assertThat(ElementType.of(type.getNumber()).name()).isEqualTo(type.name());
      assertThat(ElementType.valueOf(type.name()).number()).isEqualTo(type.getNumber());
    }
    assertThat(ElementType.of(-1)).isEqualTo(ElementType.UNDEFINED);
    assertThat(ElementType.of(1000)).isEqualTo(ElementType.UNDEFINED);
  }

  @ParameterizedTest
  @CsvSource({
    "float32, FLOAT, 4",
    "float64, DOUBLE, 8",
    "float16, FLOAT16, 2",
    "int64, INT64, 8",
    "int32, INT32, 4",
    "uint8, UINT8, 1",
    "bool, BOOL, 1"
  })
  void numPysNamesAreKnown(String numpy, ElementType type, int bytes) {
    assertThat(ElementType.ofNumpy(numpy)).contains(type);
    assertThat(type.numpyName()).isEqualTo(numpy);
    assertThat(type.bytes()).isEqualTo(bytes);
    ByteBuffer buffer = ByteBuffer.allocate(16);
    type.put(buffer, 1);
    assertThat(buffer.position()).isEqualTo(bytes);
  }

  @Test
  void textTakesNoNumbers() {
    assertThat(ElementType.ofNumpy("double")).isEmpty();
    assertThatThrownBy(() -> ElementType.STRING.put(ByteBuffer.allocate(8), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("string");
  }
}
