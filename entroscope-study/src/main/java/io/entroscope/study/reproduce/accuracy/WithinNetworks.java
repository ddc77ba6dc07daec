package io.entroscope.study.reproduce.accuracy;

import io.entroscope.result.Interval;
import io.entroscope.study.reproduce.experiment.PaperDataset;

/**
 * How a measure goes with the accuracy over the classes of a network, or over the epochs of its
 * training, on average over networks.
 *
 * @param measure of the class scores
 * @param dataset of the networks
 * @param networks how many
 * @param rho the mean over networks of Spearman's correlation within each of them
 * @param interval of that mean, 95%, from drawing networks again
 */
public record WithinNetworks(
    Measure measure, PaperDataset dataset, int networks, double rho, Interval interval) {}
