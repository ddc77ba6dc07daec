package io.entroscope.benchmarks;

/**
 * How much is trained at a time.
 *
 * @param batch images per step
 * @param steps of a round, of which the first does not count
 * @param threads that an operation may use
 */
record TrainingSize(int batch, int steps, int threads) {
  static final int CLASSES = 10;
}
