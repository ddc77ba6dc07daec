package io.entroscope.data.format.internal;

import java.util.List;
import java.util.Locale;

/** What columns of tables are called, the likeliest first. */
public final class UsualNames {
  /** Columns of texts. */
  public static final List<String> TEXTS =
      List.of(
          "text",
          "sentence",
          "content",
          "review",
          "document",
          "body",
          "tweet",
          "comment",
          "message",
          "utterance",
          "query",
          "question",
          "description",
          "title",
          "headline");

  /** Columns of labels. */
  public static final List<String> LABELS =
      List.of(
          "label",
          "labels",
          "class",
          "category",
          "target",
          "sentiment",
          "intent",
          "topic",
          "label_text",
          "label_name",
          "fine_label",
          "section",
          "genre",
          "y");

  /** The column of CIFAR-100's coarse labels, as Hugging Face calls it. */
  static final String COARSE_LABEL = "coarse_label";

  /** Columns of images. */
  static final List<String> IMAGES = List.of("image", "img", "picture", "photo");

  private UsualNames() {}

  /** The place in a list of usual names; one past its end: it is none of them. */
  static int rank(List<String> usual, String name) {
    int place = usual.indexOf(name.toLowerCase(Locale.ROOT));
    return place < 0 ? usual.size() : place;
  }
}
