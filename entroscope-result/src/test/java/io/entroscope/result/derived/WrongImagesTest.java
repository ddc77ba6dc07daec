package io.entroscope.result.derived;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Results;
import io.entroscope.result.SampleImage;
import io.entroscope.result.derived.WrongImages.WrongImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The images that a model takes for another class. */
class WrongImagesTest {
  private static AnalysisResult with(AnalysisResult of, SampleImage sample, boolean table) {
    return new AnalysisResult(
        of.origin(),
        of.predictions(),
        of.verdict(),
        of.caveats(),
        List.of(sample),
        of.layers(),
        of.training(),
        of.statistics(),
        table ? of.images() : null,
        of.blocks());
  }

  @Test
  void theTableSaysWhichAreWrong() {
    WrongImages found = WrongImages.of(Results.full(), 10);
    assertThat(found.count()).isEqualTo(1);
    WrongImage image = found.list().get(0);
    assertThat(image.position()).isEqualTo(4);
    assertThat(List.of(image.label(), image.predicted())).containsExactly(1, 0);
    assertThat(image.sample()).isNull();
    assertThat(image.turns()).isNull();
    // From two recognised images no standard deviation is taken.
    assertThat(image.apart()).hasSize(Results.full().layers().size()).containsOnly(Double.NaN);
  }

  @Test
  void onlySoManyAreListedButEverySampleIs() {
    assertThat(WrongImages.of(Results.full(), 0).list()).isEmpty();
    SampleImage wrong = new SampleImage(4, null, 1, 0, null);
    WrongImages found = WrongImages.of(with(Results.full(), wrong, true), 0);
    assertThat(found.list()).extracting(WrongImage::sample).containsExactly(0);
  }

  @Test
  void withoutTheTableSamplesAreAllThatIsKnown() {
    SampleImage wrong = new SampleImage(7, null, 0, 1, null);
    WrongImages found = WrongImages.of(with(Results.full(), wrong, false), 10);
    assertThat(found.count()).isEqualTo(1);
    assertThat(found.list().get(0).position()).isEqualTo(7);
    assertThat(found.list().get(0).confidence()).isNaN();
    SampleImage right = new SampleImage(7, null, 1, 1, null);
    assertThat(WrongImages.of(with(Results.full(), right, false), 10).list()).isEmpty();
  }
}
