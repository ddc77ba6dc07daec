package io.entroscope.report;

import io.entroscope.report.internal.picture.Pdf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The files of figures. Pictures are painted on all cores while further figures are drawn; the
 * files come in the order in which they were asked for.
 */
final class Pictures implements AutoCloseable {
  private record Pending(String name, Future<byte[]> content) {}

  private final ReportRequest request;
  private final ExecutorService threads;
  private final List<Pending> pending = new ArrayList<>();

  Pictures(ReportRequest request) {
    this.request = request;
    threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> {
              Thread thread = new Thread(task, "paint");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Makes files of a figure, one of each format that is asked for.
   *
   * @param name relative to the folder, without an ending
   */
  void add(Drawing.Files files, String name) {
    for (Format format : Format.values()) {
      if (request.formats().contains(format) && format.isOfFigures()) {
        Future<byte[]> content = threads.submit(() -> content(files, format, request.style()));
        pending.add(new Pending(name + format.ending(), content));
      }
    }
  }

  /** Whether there was a figure. */
  boolean any() {
    return !pending.isEmpty();
  }

  /**
   * Adds all files as soon as they are there.
   *
   * @throws ReportException if one cannot be drawn or written
   */
  void writeTo(Output output) {
    for (Pending one : pending) {
      output.add(one.name, content(one.content));
    }
  }

  private static byte[] content(Future<byte[]> painted) {
    try {
      return painted.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a figure was drawn", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ReportException wrong) {
        throw wrong;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static byte[] content(Drawing.Files files, Format format, FigureStyle style) {
    return switch (format) {
      case PNG -> Png.of(files.svg(), style.dpi());
      case PDF -> Pdf.of(files.svg());
      case SVG -> files.svg().getBytes(StandardCharsets.UTF_8);
      case CSV -> files.csv().getBytes(StandardCharsets.UTF_8);
      case HTML, PARQUET, MODEL_EXPLORER ->
          throw new IllegalArgumentException(format + " is of no figure");
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
