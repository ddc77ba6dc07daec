package io.entroscope.app;

import io.entroscope.setting.Listing;
import io.entroscope.setting.Setting;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the command line calls the settings that messages of the libraries name. */
public final class Flags {
  private static final Pattern NAME = Pattern.compile("`[\\w.-]+`");
  private static final Map<String, String> SPELLED = spelled();

  private Flags() {}

  /** A message with flags and commands in the place of the libraries' names for them. */
  public static String in(String message) {
    return NAME.matcher(message)
        .replaceAll(found -> Matcher.quoteReplacement(spelled(found.group())));
  }

  private static String spelled(String name) {
    return name.startsWith("`-Dentroscope.")
        ? "JAVA_OPTS=" + name.substring(1, name.length() - 1) + "=..."
        : SPELLED.getOrDefault(name, name);
  }

  private static Map<String, String> spelled() {
    Map<String, String> spelled = new HashMap<>();
    for (Setting setting : Setting.values()) {
      spelled.put(setting.toString(), flag(setting));
    }
    for (Listing listing : Listing.values()) {
      spelled.put(listing.toString(), command(listing));
    }
    return spelled;
  }

  private static String flag(Setting setting) {
    return setting == Setting.HEAP
        ? "JAVA_OPTS=-Xmx..."
        : "--" + setting.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String command(Listing listing) {
    return switch (listing) {
      case LAYERS -> "entroscope layers";
      case BLOCKS -> "entroscope layers --blocks";
    };
  }
}
