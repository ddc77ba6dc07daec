package io.entroscope.study.reproduce.accuracy;

import io.entroscope.result.Interval;
import io.entroscope.study.reproduce.experiment.PaperDataset;
import org.jspecify.annotations.Nullable;

/**
 * How a measure goes with the accuracy over networks.
 *
 * @param measure of the class scores
 * @param dataset of the networks
 * @param networks how many
 * @param names of how many experiments; all seeds of a name are drawn together
 * @param rho Spearman's correlation with the test accuracy
 * @param interval of it, 95%, from drawing names again; null where it is not defined
 * @param partial the same with depth, width and recipe held fixed; null where nothing is left
 */
public record Association(
    Measure measure,
    PaperDataset dataset,
    int networks,
    int names,
    double rho,
    @Nullable Interval interval,
    @Nullable Double partial) {}
