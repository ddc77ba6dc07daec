package io.entroscope.report;

import io.entroscope.report.internal.page.Assets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.NativeJSON;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/**
 * The page's drawing code at work without a browser: figures of one view as SVG and CSV. The script
 * is the one that the page carries, so a figure looks the same in both.
 */
final class Drawing implements AutoCloseable {
  /** The width of a figure in a file, in pixels. */
  static final int WIDTH = 860;

  /**
   * A figure in files.
   *
   * @param svg with title and caption
   * @param csv the numbers behind it
   */
  record Files(String svg, String csv) {}

  private final Context context;
  private final Scriptable scope;
  private final Object view;

  /**
   * @param view a {@link io.entroscope.report.internal.view.ResultView}
   */
  Drawing(String view) {
    context = new ContextFactory().enterContext();
    context.setLanguageVersion(Context.VERSION_ES6);
    // Compiling to bytecode takes longer than drawing a few figures.
    context.setInterpretedMode(true);
    scope = context.initSafeStandardObjects();
    context.evaluateString(scope, Assets.drawing(), "drawing", 1, null);
    this.view = NativeJSON.parse(context, scope, view, (c, s, t, arguments) -> arguments[1]);
  }

  /**
   * Draws a figure.
   *
   * @param id of a figure, as in {@link Figure#id}
   * @param options what its controls are set to, as JSON; what is left out is as in a fresh page
   * @return null if the result does not hold what the figure shows
   */
  @Nullable Files files(String id, String options, Theme theme) {
    return files(id, options, theme, WIDTH, true);
  }

  /**
   * Draws a figure.
   *
   * @param width in pixels, without what frames it
   * @param framed whether title and caption stand around it
   * @return null if the result does not hold what the figure shows
   */
  @Nullable Files files(String id, String options, Theme theme, int width, boolean framed) {
    Object given = NativeJSON.parse(context, scope, options, (c, s, t, arguments) -> arguments[1]);
    Scriptable base = (Scriptable) ScriptableObject.getProperty(scope, "E");
    try {
      Object made =
          ScriptableObject.callMethod(
              context,
              base,
              "files",
              new Object[] {
                view, id, given, theme.name().toLowerCase(Locale.ROOT), width, !framed
              });
      if (made == null || Undefined.isUndefined(made)) {
        return null;
      }
      Scriptable files = (Scriptable) made;
      return new Files(
          Context.toString(ScriptableObject.getProperty(files, "svg")),
          Context.toString(ScriptableObject.getProperty(files, "csv")));
    } catch (RhinoException e) {
      throw new IllegalStateException(
          "figure " + id + " cannot be drawn: " + e.getMessage() + "\n" + e.getScriptStackTrace(),
          e);
    }
  }

  @Override
  public void close() {
    Context.exit();
  }
}
