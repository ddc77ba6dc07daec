package io.entroscope.core.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.indicator.internal.Gram;
import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.core.indicator.internal.Spectra;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.StatisticValue;
import io.entroscope.stats.Covariance;
import io.entroscope.stats.LayerSamples;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ojalgo.function.aggregator.Aggregator;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/**
 * The statistics that describe themselves, against their definitions written out with whole
 * matrices in double precision.
 */
class StatisticsTest {
  private static final long SEED = Long.getLong("entroscope.seed", 20260101L);
  private static final OrtProducts PRODUCTS = new OrtProducts();

  @AfterAll
  static void close() {
    PRODUCTS.close();
  }

  /** Activations {@code [N][n]} of classes of different sizes, and the class of each. */
  private record Data(float[][] rows, int[] classes, int count) {
    static Data of(int images, int units, int count, double apart) {
      Random random = new Random(SEED);
      double[][] centres = new double[count][units];
      for (double[] centre : centres) {
        Arrays.setAll(centre, u -> 1 + apart * random.nextGaussian() / (1 + u % 7));
      }
      float[][] rows = new float[images][units];
      int[] classes = new int[images];
      for (int i = 0; i < images; i++) {
        // The first classes are larger.
        classes[i] = Math.min(i % count, i % (count + 3) % count);
        for (int u = 0; u < units; u++) {
          double noise = random.nextGaussian() * (1 + u % 3);
          rows[i][u] = (float) Math.max(0, centres[classes[i]][u] + noise);
        }
      }
      return new Data(rows, classes, count);
    }

    long[] images() {
      long[] images = new long[count];
      for (int of : classes) {
        images[of]++;
      }
      return images;
    }

    double[][] means() {
      double[][] means = new double[count][rows[0].length];
      for (int i = 0; i < rows.length; i++) {
        for (int u = 0; u < rows[i].length; u++) {
          means[classes[i]][u] += rows[i][u] / (double) images()[classes[i]];
        }
      }
      return means;
    }

    Covariance covariance() {
      Covariance.Builder builder = new Covariance.Builder(rows[0].length, 256, PRODUCTS);
      for (float[] row : rows) {
        builder.add(row, 0);
      }
      return builder.build();
    }

    Rows sample() {
      Map<Integer, float[]> map = new HashMap<>();
      for (int i = 0; i < rows.length; i++) {
        map.put(i, rows[i]);
      }
      return Rows.of(new LayerSamples(map));
    }

    ClassScatter.OfAll ofAll() {
      return ClassScatter.of(covariance(), means(), images());
    }

    ClassScatter.OfSample ofSample() {
      return new ClassScatter.OfSample(means(), sample(), classes);
    }

    /** {@code Σ_W}, {@code [n, n]}, by its definition. */
    R064Store within() {
      int n = rows[0].length;
      double[][] means = means();
      R064Store within = R064Store.FACTORY.make(n, n);
      for (int k = 0; k < rows.length; k++) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            double product =
                (rows[k][i] - means[classes[k]][i]) * (rows[k][j] - means[classes[k]][j]);
            within.add(i, j, product / rows.length);
          }
        }
      }
      return within;
    }

    /** {@code Σ_B}, {@code [n, n]}, by its definition. */
    R064Store between() {
      int n = rows[0].length;
      double[][] means = means();
      double[] mean = new double[n];
      for (double[] of : means) {
        Arrays.setAll(mean, u -> mean[u] + of[u] / count);
      }
      R064Store between = R064Store.FACTORY.make(n, n);
      for (double[] of : means) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            between.add(i, j, (of[i] - mean[i]) * (of[j] - mean[j]) / count);
          }
        }
      }
      return between;
    }
  }

  /** Images, units, classes: more units than classes, fewer, and wider than there are images. */
  @ParameterizedTest
  @CsvSource({"400, 12, 4", "600, 5, 9", "60, 90, 3"})
  void neuralCollapseIsTheTraceOfWithinTimesThePseudoInverseOfBetween(
      int images, int units, int classes) {
    Data data = Data.of(images, units, classes, 1);
    int rank = Math.min(units, classes - 1);
    MatrixStore<Double> inverse = power(data.between(), -1, rank);
    double expected = data.within().multiply(inverse).aggregateDiagonal(Aggregator.SUM) / classes;

    for (ClassScatter scatter : List.of(data.ofAll(), data.ofSample())) {
      StatisticValue found = new NeuralCollapse().estimate(scatter).orElseThrow();
      assertThat(found.value()).isEqualTo(expected, within(1e-5 * expected));
      assertThat(found.images()).isEqualTo(images);
    }
  }

  @Test
  void classesThatHaveFallenOntoTheirMeansHaveNoneLeft() {
    Data data = Data.of(200, 6, 3, 1);
    double[][] means = data.means();
    float[][] collapsed = new float[200][6];
    for (int i = 0; i < 200; i++) {
      for (int u = 0; u < 6; u++) {
        collapsed[i][u] = (float) means[data.classes()[i]][u];
      }
    }
    Data after = new Data(collapsed, data.classes(), 3);

    assertThat(new NeuralCollapse().estimate(after.ofAll()).orElseThrow().value())
        .isEqualTo(0, within(1e-5));
    assertThat(new NeuralCollapse().estimate(after.ofSample()).orElseThrow().value())
        .isEqualTo(0, within(1e-12));
    assertThat(new NeuralCollapse().estimate(new Data(new float[9][2], new int[9], 1).ofAll()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"400, 12", "60, 90"})
  void rankMeIsTheEffectiveRankOfTheActivationsAsTheyAre(int images, int units) {
    Data data = Data.of(images, units, 4, 1);
    R064Store all = R064Store.FACTORY.make(images, units);
    for (int i = 0; i < images; i++) {
      for (int u = 0; u < units; u++) {
        all.set(i, u, data.rows()[i][u]);
      }
    }
    SingularValue<Double> decomposition = SingularValue.R064.make(images, units);
    decomposition.decompose(all);
    double[] values = new double[Math.min(images, units)];
    decomposition.getSingularValues(values);
    double expected = effectiveRank(values);

    Spectra ofColumns = Spectra.of(data.covariance());
    Spectra ofRows = Spectra.of(Gram.of(data.sample(), PRODUCTS), data.sample());
    for (Spectra spectra : List.of(ofColumns, ofRows)) {
      StatisticValue found = new RankMe().estimate(spectra).orElseThrow();
      assertThat(found.value()).isEqualTo(expected, within(1e-4 * expected));
      assertThat(found.images()).isEqualTo(images);
    }
  }

  /** Those of the images with each other stand for those of the units where images are fewer. */
  @Test
  void fewImagesHaveTheEigenvaluesOfTheirCovariance() {
    Data data = Data.of(60, 90, 4, 1);
    double[] ofColumns = Spectra.of(data.covariance()).centred();
    double[] ofRows = Spectra.of(Gram.of(data.sample(), PRODUCTS), data.sample()).centred();
    for (int i = 0; i < ofColumns.length; i++) {
      assertThat(i < ofRows.length ? ofRows[i] : 0)
          .isEqualTo(ofColumns[i], within(1e-6 * ofColumns[0]));
    }
  }

  @Test
  void rankMeKnowsOneDirectionAndTwoEqualOnes() {
    Data one = new Data(new float[][] {{1, 2, 0}, {2, 4, 0}, {3, 6, 0}}, new int[3], 1);
    Data two = new Data(new float[][] {{1, 0, 0}, {0, 1, 0}}, new int[2], 1);

    assertThat(rankMe(one).orElseThrow()).isEqualTo(1, within(1e-3));
    assertThat(rankMe(two).orElseThrow()).isEqualTo(2, within(1e-6));
    assertThat(rankMe(new Data(new float[4][3], new int[4], 1))).isEmpty();
  }

  private static Optional<Double> rankMe(Data data) {
    return new RankMe().estimate(Spectra.of(data.covariance())).map(StatisticValue::value);
  }

  @ParameterizedTest
  @CsvSource({"400, 12, 4", "600, 5, 9", "60, 90, 3"})
  void lidarIsTheEffectiveRankOfTheDiscriminantMatrix(int images, int units, int classes) {
    Data data = Data.of(images, units, classes, 1);
    R064Store within = data.within();
    double trace = within.aggregateDiagonal(Aggregator.SUM);
    for (int u = 0; u < units; u++) {
      within.add(u, u, 1e-4 * trace / units);
    }
    MatrixStore<Double> white = power(within, -0.5, units);
    double[] values = eigenvalues(white.multiply(data.between()).multiply(white));
    double expected = effectiveRank(values);

    StatisticValue found = new Lidar().estimate(data.ofAll()).orElseThrow();
    assertThat(found.value()).isEqualTo(expected, within(1e-4 * expected));
    assertThat(found.value()).isBetween(1.0, Math.min(units, classes - 1.0));
    assertThat(found.images()).isEqualTo(images);
  }

  @Test
  void lidarDoesNotChangeWithTheScaleOfALayer() {
    Data data = Data.of(400, 12, 4, 1);
    float[][] larger = new float[400][12];
    for (int i = 0; i < 400; i++) {
      for (int u = 0; u < 12; u++) {
        larger[i][u] = 1024 * data.rows()[i][u];
      }
    }
    double before = new Lidar().estimate(data.ofAll()).orElseThrow().value();

    assertThat(
            new Lidar().estimate(new Data(larger, data.classes(), 4).ofAll()).orElseThrow().value())
        .isEqualTo(before, within(1e-9));
    assertThat(new Lidar().estimate(new Data(new float[9][2], new int[9], 1).ofAll())).isEmpty();
  }

  @Test
  void eachDescribesItselfUnderANameOfItsOwn() {
    List<StatisticDescription> all = Statistics.descriptions();
    Stream<String> fields =
        Arrays.stream(LayerIndicators.class.getRecordComponents()).map(RecordComponent::getName);
    List<String> names =
        Stream.concat(fields, all.stream().map(StatisticDescription::name)).toList();

    assertThat(names).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(
            of -> {
              assertThat(of.name()).matches("[a-z][A-Za-z0-9]*");
              assertThat(of.meaning()).containsIgnoringCase("high:").containsIgnoringCase("low:");
              assertThat(List.of(of.title(), of.range(), of.formula(), of.source()))
                  .noneMatch(String::isBlank);
            });
  }

  private static ContributedStatistic contributed(String name) {
    return new ContributedStatistic() {
      @Override
      public StatisticDescription description() {
        return new StatisticDescription(name, "t", "", "r", "High: more. Low: less.", "f", "s");
      }

      @Override
      public Optional<StatisticValue> of(Evidence layer) {
        return Optional.empty();
      }
    };
  }

  @Test
  void contributedOnesComeAfterTheLibrarysByName() {
    assertThat(Statistics.with(List.of(contributed("b"), contributed("a"))))
        .extracting(statistic -> statistic.description().name())
        .startsWith("nc1", "rankMe", "lidar")
        .endsWith("a", "b");
    assertThatThrownBy(() -> Statistics.with(List.of(contributed("lidar"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'lidar'");
  }

  /** A symmetric matrix to a power, over its {@code rank} largest eigenvalues. */
  private static MatrixStore<Double> power(MatrixStore<Double> matrix, double power, int rank) {
    Eigenvalue<Double> decomposition = Eigenvalue.R064.make(matrix.getRowDim(), true);
    decomposition.decompose(matrix);
    MatrixStore<Double> vectors = decomposition.getV();
    double[] values = new double[matrix.getRowDim()];
    decomposition.getEigenvalues(values, Optional.empty());
    double[] largest = values.clone();
    Arrays.sort(largest);
    double least = largest[largest.length - rank];
    R064Store diagonal = R064Store.FACTORY.make(values.length, values.length);
    for (int i = 0; i < values.length; i++) {
      diagonal.set(i, i, values[i] >= least ? Math.pow(values[i], power) : 0);
    }
    return vectors.multiply(diagonal).multiply(vectors.transpose());
  }

  private static double[] eigenvalues(MatrixStore<Double> matrix) {
    Eigenvalue<Double> decomposition = Eigenvalue.R064.make(matrix.getRowDim(), true);
    decomposition.decompose(matrix);
    double[] values = new double[matrix.getRowDim()];
    decomposition.getEigenvalues(values, Optional.empty());
    return values;
  }

  private static double effectiveRank(double[] values) {
    double sum = Arrays.stream(values).map(v -> Math.max(0, v)).sum();
    return Math.exp(
        -Arrays.stream(values)
            .map(v -> Math.max(0, v) / sum)
            .filter(p -> p > 0)
            .map(p -> p * Math.log(p))
            .sum());
  }
}
