package io.entroscope.core.state;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.plan.AnalysisPlan.ImageDetail;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageRowsTest {
  @Test
  void refusesAnImageWithTwoRows() {
    ImageRows.Builder rows = new ImageRows.Builder(new ImageDetail(true, List.of()));
    rows.add(4, 0, 1, 1);
    rows.add(3, 0, 1, 1);
    rows.add(4, 0, 1, 1);
    assertThatThrownBy(rows::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image 4 has two rows");
  }
}
