package io.entroscope.core.run;

import io.entroscope.core.PlanException;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.setting.Setting;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of the work, for a batch queue: whole segments, divided as evenly as
 * possible.
 *
 * @param number from 1
 * @param of number of shards
 */
public record Shard(int number, int of) {
  /** All of the work. */
  public static final Shard ALL = new Shard(1, 1);

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})/([1-9]\\d{0,8})");

  public Shard {
    if (number < 1 || number > of) {
      throw new PlanException(
          "there is no shard " + number + " of " + of + "; give " + Setting.SHARD + " 1/N to N/N");
    }
  }

  /**
   * Parses a shard such as {@code 2/8}.
   *
   * @throws PlanException if the text has another form
   */
  public static Shard parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new PlanException(Setting.SHARD + " '" + text + "' is not of the form 2/8");
    }
    return new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
  }

  /** The first segment. */
  public int fromSegment(BatchPlan plan) {
    return (int) ((long) plan.segments() * (number - 1) / of);
  }

  /** The segment after the last one; a shard may be empty. */
  public int toSegment(BatchPlan plan) {
    return (int) ((long) plan.segments() * number / of);
  }

  /** The number of images in it. */
  public int images(BatchPlan plan) {
    int images = 0;
    for (int batch = plan.firstBatch(fromSegment(plan));
        batch < plan.firstBatch(toSegment(plan));
        batch++) {
      images += plan.count(batch);
    }
    return images;
  }
}
