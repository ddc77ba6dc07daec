package io.entroscope.result;

/**
 * What made a result.
 *
 * @param name the program
 * @param version its version
 */
public record ToolInfo(String name, String version) {}
