package io.entroscope.study.reproduce.experiment;

/**
 * The rules of decision that were fixed before the runs that they judge.
 *
 * @param rules the name of their file
 * @param sha256 of that file; each run holds it
 * @param commit of the repository that holds the file and none of the runs
 */
public record Registration(String rules, String sha256, String commit) {}
